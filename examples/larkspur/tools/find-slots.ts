import { instantSchema } from "@purser/contract";
import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { readFreeSlots } from "./appointment-record.ts";

/** So many times are told at most: nobody reads more. */
const mostSlots = 12;

const toldSlotSchema = z.object({ id: z.string(), store: z.string(), startsAt: instantSchema });

/** The times that are free for a fitting, earliest first; `slot` only when the wish leaves one and no more. */
export default defineLookup({
  name: "find_slots",
  title: "Find a free time for a fitting",
  input: z.strictObject({ store: z.string().exactOptional(), on: z.iso.date().exactOptional() }),
  output: z.object({ slots: z.array(toldSlotSchema), slot: toldSlotSchema.exactOptional() }),
  needs: { store: "wish.store", on: "wish.on" },
  gives: ["slots", "slot.id", "slot.store", "slot.startsAt"],
  isPersonal: false,
  run: async (context) => {
    const { store, on } = context.args;
    const days = on === undefined ? {} : { from: on, to: on };
    const reading = await readFreeSlots(context, { ...(store === undefined ? {} : { store }), ...days });
    if (reading.kind !== "found") return reading;
    const slots = reading.value
      .map(({ slotId, startsAt, ...slot }) => ({ id: slotId, store: slot.store, startsAt }))
      .toSorted((one, other) => one.startsAt.localeCompare(other.startsAt));
    const [only, ...others] = slots;
    const slot = only === undefined || others.length > 0 ? {} : { slot: only };
    return { kind: "found", result: { slots: slots.slice(0, mostSlots), ...slot } };
  },
});
