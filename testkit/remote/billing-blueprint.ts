import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pinOf, type RemoteOperation } from "@purser/kit";
import { pinsFile, pinsText } from "../../server/src/blueprint/remote/pins.ts";

const files: Readonly<Record<string, string>> = {
  "blueprint.yaml": `name: Billing desk
locale: en-US
timeZone: Europe/London
currency: USD
channels:
  chat: { highestLevel: 2 }
`,
  "guardrails/billing.cedar": `@id("own-charge")
permit (principal, action == Action::"find_charge", resource)
when { context.assurance.identity >= 1 };

@id("refund-small")
permit (principal, action == Action::"refund_charge", resource)
when { context.assurance.identity >= 1 && context.args.amountMinor <= 2500 };

@id("refund-bound")
@reason("That is more than can be refunded.")
forbid (principal, action == Action::"refund_charge", resource)
when { context.args.amountMinor > context.facts.refundableMinor };

@id("undo-refund")
permit (principal, action == Action::"undo_refund_charge", resource)
when { context.facts.state == "created" };
`,
  "procedures/refund-a-charge.md": `---
procedure: refund-a-charge
goal: the customer has her money back
when: [I want my money back, refund my charge please, you charged me by mistake]
needs:
  charge.id: { value: CH-1 }
  refund.amountMinor: { value: 1200 }
done: refund.state == "created"
tools: [find_charge, refund_charge]
replies:
  done: "Your money is on its way: {{ refund.id }}."
---
We refund what was charged by mistake.
`,
};

/** The overlay of the billing server, as a blueprint has it. */
export const billingOverlay = readFileSync(join(import.meta.dirname, "billing-overlay.yaml"), "utf8");

export type BillingBlueprint = {
  operations: readonly RemoteOperation[];
  connections: string;
  overlay?: string;
};

/** Writes a whole small blueprint whose tools are those of the billing server, all of them accepted. */
export function layOutBilling(
  directory: string,
  { operations, connections, overlay = billingOverlay }: BillingBlueprint,
): void {
  const pins = new Map([
    [
      "billing",
      new Map(operations.map((operation) => [operation.name, { operation, pin: pinOf("billing", operation) }])),
    ],
  ]);
  const all = {
    ...files,
    "connections.yaml": connections,
    "tools/overlays/billing.yaml": overlay,
    [pinsFile]: pinsText(pins),
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}
