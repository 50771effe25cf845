import { type Instant, instantSchema } from "@purser/contract";
import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { readFreeSlots, type Slot, slotText, storeTimeOf } from "./appointment-record.ts";

/** So many times are told at most: nobody reads more. */
const mostSlots = 12;
/** So many are offered in one sentence. */
const mostOffered = 4;

const toldSlotSchema = z.object({ id: z.string(), store: z.string(), startsAt: instantSchema });

/**
 * The times that are free for a fitting and offered, earliest first; `slot` only when the wish leaves one and no more. `offer` is
 * what to choose from, in words: what the wish leaves, or what is nearest to it when that is nothing.
 */
export default defineLookup({
  name: "find_slots",
  title: "Find a free time for a fitting",
  doing: "looking for free times",
  input: z.strictObject({
    store: z.string().exactOptional(),
    on: z.iso.date().exactOptional(),
    /** A time of day as people write it, such as `1 pm` or `16:00`. */
    at: z.string().exactOptional(),
  }),
  output: z.object({
    slots: z.array(toldSlotSchema),
    slot: toldSlotSchema.exactOptional(),
    offer: z.object({ text: z.string(), isAsWished: z.boolean() }),
  }),
  needs: { store: "wish.store", on: "wish.on", at: "wish.at" },
  gives: ["slots", "slot.id", "slot.store", "slot.startsAt", "offer.text", "offer.isAsWished"],
  isPersonal: false,
  run: async (context) => {
    const { store, on, at } = context.args;
    const reading = await readFreeSlots(context, store === undefined ? {} : { store });
    if (reading.kind !== "found") return reading;
    const free = reading.value.toSorted((one, other) => one.startsAt.localeCompare(other.startsAt));
    const wished = free.filter(({ startsAt }) => isOn(startsAt, on) && isAt(startsAt, at));
    const offered = wished.length > 0 ? wished : nearest(free, on).slice(0, mostOffered);
    const slots = offered.map(({ slotId, startsAt, ...slot }) => ({ id: slotId, store: slot.store, startsAt }));
    const [only] = slots;
    const slot = only === undefined || wished.length !== 1 ? {} : { slot: only };
    const offer = { text: offerOf(offered), isAsWished: wished.length > 0 };
    return { kind: "found", result: { slots: slots.slice(0, mostSlots), ...slot, offer } };
  },
});

function isOn(startsAt: Instant, day: string | undefined): boolean {
  return day === undefined || storeTimeOf(startsAt).day === day;
}

function isAt(startsAt: Instant, time: string | undefined): boolean {
  const minutes = time === undefined ? null : minutesOf(time);
  return minutes === null || storeTimeOf(startsAt).minutes === minutes;
}

/** `1 pm`, `1:30 p.m.` and `13:30` as minutes of the day; null for what is no time. */
function minutesOf(time: string): number | null {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?m?\.?$/i.exec(time.trim());
  if (match === null) return null;
  const [, hours = "", minutes = "0", half] = match;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  return hour * 60 + Number(minutes);
}

/** Of the same day if there are any, else from that day on, else the earliest. */
function nearest(free: readonly Slot[], day: string | undefined): readonly Slot[] {
  if (day === undefined) return free;
  const sameDay = free.filter(({ startsAt }) => storeTimeOf(startsAt).day === day);
  if (sameDay.length > 0) return sameDay;
  const later = free.filter(({ startsAt }) => storeTimeOf(startsAt).day > day);
  return later.length > 0 ? later : free;
}

function offerOf(slots: readonly Slot[]): string {
  return slots.length === 0 ? "no other time" : slots.slice(0, mostOffered).map(slotText).join("; ");
}
