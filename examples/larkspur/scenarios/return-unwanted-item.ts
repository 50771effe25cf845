import { defineScenario } from "@purser/kit";
import { effectsIn, must, otherThan, yesesIn } from "./record-checks.ts";
import { dollars } from "./refund-requests.ts";
import { askForReturn, returnWish } from "./return-requests.ts";
import { told, withoutPerson } from "./wrong-size-checks.ts";

export default defineScenario({
  name: "return-unwanted-item",
  title:
    "What she does not want comes back: registered, labelled and mailed on her yes, and the case waits for the parcel.",
  endsAs: "waiting",
  customer: returnWish,
  play: askForReturn,
  check: (record, { orderId, paidMinor }) => [
    ...otherThan(record, ["mail sent", "oms return", "shipping label"]),
    ...must(effectsIn(record, "oms")[0]?.object === orderId, "Another order comes back."),
    ...must(yesesIn(record).join() === "confirm", "It was not confirmed once."),
    ...told(record, ["label", dollars(paidMinor)]),
    ...withoutPerson(record),
  ],
});
