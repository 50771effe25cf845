import type { PlayedRecord, SeededChance } from "@purser/kit";
import { z } from "zod";
import { landmarksSchema } from "../systems/landmarks.ts";

/** A customer who has a fitting on Sunday at one o'clock in Brooklyn, and the time that she would rather have. */
export type FittingWish = {
  customerRef: string;
  firstName: string;
  appointmentId: string;
  /** Somebody who would like the same time. */
  otherRef: string;
  day: string;
  time: string;
  /** Where that time stands in the calendar. */
  slotId: string;
  startsAt: string;
};

type Day = { day: string; date: string; daysAhead: number };
/** `hour` in UTC, `place` among the times of a day. */
type Time = { time: string; hour: number; place: number };

/** The world begins on Tuesday, February 10; its first slot is Wednesday's at ten in Brooklyn, three a day. */
const firstSlot = 1001;
const slotsPerDay = 3;
const days: readonly [Day, ...Day[]] = [
  { day: "Wednesday", date: "2026-02-11", daysAhead: 1 },
  { day: "Friday", date: "2026-02-13", daysAhead: 3 },
  { day: "Saturday", date: "2026-02-14", daysAhead: 4 },
  { day: "February 18", date: "2026-02-18", daysAhead: 8 },
  { day: "the 20th", date: "2026-02-20", daysAhead: 10 },
];
const times: readonly [Time, ...Time[]] = [
  { time: "10 am", hour: 15, place: 0 },
  { time: "1 pm", hour: 18, place: 1 },
  { time: "4 pm", hour: 21, place: 2 },
];

export function fittingWish({ landmarks, chance }: { landmarks: unknown; chance: SeededChance }): FittingWish {
  const { appointment, refundSmall } = landmarksSchema.parse(landmarks);
  const { day, date, daysAhead } = chance.pick(days);
  const { time, hour, place } = chance.pick(times);
  return {
    customerRef: appointment.customerRef,
    firstName: appointment.firstName,
    appointmentId: appointment.appointmentId ?? "",
    otherRef: refundSmall.customerRef,
    day,
    time,
    slotId: `SL-${firstSlot + (daysAhead - 1) * slotsPerDay + place}`,
    startsAt: `${date}T${hour}:00:00.000Z`,
  };
}

const resultSchema = z.object({ appointment: z.object({ startsAt: z.string() }) });

/** When the fitting is, as the calendar showed it after the last change of it; null when nothing was changed. */
export function startsAtInTheEnd({ log }: PlayedRecord): string | null {
  const read = log.flatMap((event) => {
    if (event.kind !== "call.verified" || event.body.finding.kind !== "done") return [];
    const parsed = resultSchema.safeParse(event.body.finding.result);
    return parsed.success ? [parsed.data.appointment.startsAt] : [];
  });
  return read.at(-1) ?? null;
}
