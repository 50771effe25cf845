import { defineScenario } from "@purser/kit";
import { effectsIn, must, otherThan, saidIn } from "./record-checks.ts";
import { askedOnce, boxWish, cancels } from "./subscription-wish.ts";

export default defineScenario({
  name: "cancel-subscription-undone",
  title: "The CRM does not take its part: all that the other two systems did is taken back, and she is told so.",
  endsAs: "handed-off",
  customer: (seeded) => boxWish(["basic", "premium"], seeded),
  play: async (stage, wish) => {
    const kind = stage.chance.pick(["rate-limit", "status-before"] as const);
    const pathPrefix = `/customers/${wish.customerRef}/membership`;
    await stage.fault("crm", { kind, match: { method: "POST", pathPrefix } });
    await cancels(stage, wish);
  },
  check: (record, wish) => {
    const changes = effectsIn(record, "payments");
    const reversed = changes.filter(({ kind }) => kind === "reversal").map(({ operation }) => operation);
    const boxes = effectsIn(record, "oms").map(({ operation }) => operation);
    const undone = record.log.filter((event) => event.kind === "undo.ended" && event.body.isUndone);
    const packets = record.log.flatMap((event) => (event.kind === "handoff.made" ? [event.body.packet] : []));
    const said = saidIn(record);
    return [
      ...otherThan(record, [
        "oms box-plan",
        "oms box-stop",
        "payments cancel-subscription",
        "payments reactivate-subscription",
        "payments refund",
        "payments refund-void",
      ]),
      ...must(reversed.join() === "refund-void,reactivate-subscription", `Taken back was ${reversed.join()}.`),
      ...must(boxes.join() === "box-stop,box-plan", `With the warehouse was ${boxes.join()}.`),
      ...must(undone.length === 3, "The log does not have all undos."),
      ...must(said.includes("Your box runs as before"), "She was not told that her box runs as before."),
      ...must(!said.includes("Done:"), "She was told that it is done."),
      ...must(packets.length === 1 && packets[0]?.done.length === 3, "The person does not see what was done."),
      ...askedOnce(record, wish),
    ];
  },
});
