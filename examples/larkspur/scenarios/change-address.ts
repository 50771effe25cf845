import { defineScenario } from "@purser/kit";
import { z } from "zod";
import { landmarksSchema } from "../systems/landmarks.ts";
import { effectsIn, must, otherThan, saidIn } from "./record-checks.ts";
import { meansIt, opens } from "./clears-up.ts";

type NewAddress = { street: string; city: string; region: string | null; postcode: string };

const newAddresses: readonly [NewAddress, ...NewAddress[]] = [
  { street: "12 Elm Street", city: "Portland", region: "OR", postcode: "97201" },
  { street: "9 Rue Court", city: "Boston", region: "MA", postcode: "02116" },
  { street: "305 Lark Lane", city: "Austin", region: "TX", postcode: "78704" },
  { street: "71 Hill Road", city: "London", region: null, postcode: "NW3 2QG" },
  { street: "4 Castle Street", city: "Edinburgh", region: null, postcode: "EH1 2DP" },
];

const writtenAddressSchema = z.object({
  address: z.object({ street: z.string(), city: z.string(), region: z.string().nullable(), postcode: z.string() }),
});

export default defineScenario({
  name: "change-address",
  title: "An order that is still here goes to another address.",
  endsAs: "resolved",
  customer: ({ landmarks, chance }) => {
    const { customerRef, orders, firstName } = landmarksSchema.parse(landmarks).pendingOrder;
    return { customerRef, firstName, orderId: orders[0]?.orderId ?? "", address: chance.pick(newAddresses) };
  },
  play: async (stage, { customerRef, orderId, address, firstName }) => {
    const { street, city, region, postcode } = address;
    const where = `${street}, ${city}, ${region === null ? "" : `${region} `}${postcode}`;
    const text = stage.chance.pick([
      `Hi, we have just moved. Could you send order ${orderId} to ${where} instead? Thanks, ${firstName}`,
      `The address on ${orderId} is our old one!! The new one is ${where}`,
      `hello - please change the delivery address of my order ${orderId}. It should go to ${where}. many thanks`,
      `My parcel must not go to the old flat. New address: ${where}. The order is ${orderId}.`,
    ]);
    await opens(stage, { customerRef, level: 2, text });
    await meansIt(stage);
  },
  check: (record, { orderId, address }) => {
    const [changed] = effectsIn(record, "oms");
    const written = writtenAddressSchema.safeParse(changed?.args);
    const isAsAsked = written.success && sameAddress(written.data.address, address);
    return [
      ...otherThan(record, ["oms address"]),
      ...must(changed?.object === orderId, "Another order was changed."),
      ...must(isAsAsked, "The address in the ledger is not the one that she wrote."),
      ...must(saidIn(record).includes(address.street), "She was not told the new address."),
    ];
  },
});

function sameAddress(one: NewAddress, other: NewAddress): boolean {
  const { street, city, region, postcode } = one;
  return street === other.street && city === other.city && region === other.region && postcode === other.postcode;
}
