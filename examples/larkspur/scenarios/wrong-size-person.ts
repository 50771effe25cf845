import { defineScenario } from "@purser/kit";
import { must, otherThan } from "./record-checks.ts";
import { told } from "./wrong-size-checks.ts";
import { wrongSizeWish } from "./wrong-size-wish.ts";

export default defineScenario({
  name: "wrong-size-person",
  title: "She wants a person: she gets one at once, with everything that is known.",
  endsAs: "handed-off",
  customer: (seeded) => wrongSizeWish("wrongSize", seeded),
  play: async (stage, { customerRef, sizeShipped }) => {
    const text = stage.chance.pick([
      `You sent ${sizeShipped}, the wrong size, for a birthday. I want to talk to a real person now.`,
      `wrong size AGAIN. let me speak to a human please`,
      `Can someone from your team talk to me? The shoes are the wrong size. Please connect me with a person!!`,
    ]);
    await stage.openCase({ customerRef, level: 2, text });
    await stage.untilQuiet();
  },
  check: (record) => {
    const handoff = record.log.find((event) => event.kind === "handoff.made");
    const packet = handoff?.kind === "handoff.made" ? handoff.body.packet : null;
    return [
      ...otherThan(record, []),
      ...told(record, ["colleague"]),
      ...must(packet !== null && packet.why !== "", "The handoff does not say why."),
    ];
  },
});
