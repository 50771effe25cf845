import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { readReturnedParcel } from "./returned-parcel.ts";
import { returnIdSchema } from "./return-record.ts";

/** Whether what she sends back has arrived in the warehouse, and whether its money has gone back. */
export default defineLookup({
  name: "track_return",
  title: "Follow a parcel that comes back",
  doing: "looking whether your parcel has arrived",
  input: z.strictObject({ returnId: returnIdSchema }),
  output: z.object({
    itemReturn: z.object({ refundMinor: z.int(), isPaid: z.boolean() }),
    returnParcel: z.object({ state: z.enum(["expected", "arrived"]) }),
  }),
  needs: { returnId: "itemReturn.id" },
  gives: ["itemReturn.refundMinor", "itemReturn.isPaid", "returnParcel.state"],
  run: async (context) => {
    const reading = await readReturnedParcel(context, context.args.returnId);
    if (reading.kind !== "found") return reading;
    const { itemReturn, hasArrived, paidBackMinor } = reading.value;
    const { refundMinor } = itemReturn;
    return {
      kind: "found",
      result: {
        itemReturn: { refundMinor, isPaid: paidBackMinor >= refundMinor },
        returnParcel: { state: hasArrived ? "arrived" : "expected" },
      },
    };
  },
});
