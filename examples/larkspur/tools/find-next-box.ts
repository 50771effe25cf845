import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { readBoxes } from "./box-record.ts";

/** The box that the warehouse packs next for the customer; no `box` when she has none, or several. */
export default defineLookup({
  name: "find_next_box",
  title: "Find the customer's next outfit box",
  input: z.strictObject({}),
  output: z.object({
    box: z.object({ id: z.string(), status: z.string(), packsOn: z.iso.date() }).exactOptional(),
  }),
  gives: ["box.id", "box.status", "box.packsOn"],
  run: async (context) => {
    const reading = await readBoxes(context);
    if (reading.kind !== "found") return reading;
    const [only, ...others] = reading.value;
    if (only === undefined || others.length > 0) return { kind: "found", result: {} };
    const { boxId, status, packsOn } = only;
    return { kind: "found", result: { box: { id: boxId, status, packsOn } } };
  },
});
