import { countRecords, putRecord } from "../customer-records.ts";
import type { Customer } from "../crm/data.ts";
import { otherPlaces } from "./people.ts";
import type { WorldDraft } from "./world-draft.ts";

const stores = ["brooklyn", "boston"] as const;
/** 10 a.m., 1 p.m. and 4 p.m. in New York in winter, as hours of UTC. */
const startHours = [15, 18, 21] as const;
const daysAhead = 14;

/** Free slots of two weeks in both stores. */
export function seedSlots(draft: WorldDraft): void {
  const { slots } = draft.data.calendar;
  for (const store of stores) {
    for (let day = 1; day <= daysAhead; day += 1) {
      for (const hour of startHours) {
        const slotId = `SL-${1001 + Object.keys(slots).length}`;
        const startsAt = `${draft.dayFromToday(day)}T${hour}:00:00.000Z`;
        const endsAt = `${draft.dayFromToday(day)}T${hour}:30:00.000Z`;
        slots[slotId] = { slotId, store, startsAt, endsAt, version: 1 };
      }
    }
  }
}

/** A customer who has booked the one o'clock slot in five days. */
export function seedAppointmentLandmark(draft: WorldDraft): Customer {
  const customer = draft.addCustomer({ place: draft.random.pick(otherPlaces) });
  const { slots, appointments } = draft.data.calendar;
  const day = draft.dayFromToday(5);
  const slot = Object.values(slots).find((it) => it.startsAt.startsWith(`${day}T18`));
  if (slot === undefined) throw new Error("The slots are seeded before the appointments");
  const appointmentId = `AP-${3001 + countRecords(appointments)}`;
  putRecord(appointments, appointmentId, {
    appointmentId,
    customerRef: customer.customerRef,
    slotId: slot.slotId,
    status: "booked",
    heldUntilMs: null,
    note: "First school shoes",
    version: 1,
    lastKeys: {},
  });
  return customer;
}
