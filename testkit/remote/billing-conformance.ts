import { FakeClock, type OverlayUnderTest, systemInProcess, type WorldUnderTest } from "@purser/kit/testing";
import { z } from "zod";

const argsSchema = z.object({
  customer: z.string().default(""),
  chargeId: z.string().default(""),
  amountMinor: z.int().default(0),
  refundId: z.string().default(""),
  requestId: z.string().default(""),
});

type Refund = { refundId: string; requestId: string; cancelId: string; amountMinor: number; status: string };

/** The tools of a billing server, as their names and arguments reach it. */
async function open(seed: number): Promise<WorldUnderTest> {
  const clock = new FakeClock("2026-02-10T07:17:00Z");
  const refunds: Refund[] = [];
  const paidMinor = 100_000 + seed;
  const left = (): number =>
    refunds.reduce((rest, { amountMinor, status }) => (status === "created" ? rest - amountMinor : rest), paidMinor);
  const shown = ({ refundId, status }: Refund) => ({ refundId, status });
  const billing = systemInProcess(({ path, body = null }) => {
    const { customer, chargeId, amountMinor, refundId, requestId } = argsSchema.parse(body);
    const isHers = customer === "C-1" && chargeId === "CH-1";
    if (path === "/get_charge")
      return isHers ? { status: 200, body: { chargeId, currency: "USD", refundableMinor: left() } } : reportsError;
    if (path === "/find_refund") {
      const matches = refunds.filter((refund) => refund.requestId === requestId);
      return { status: 200, body: { matches: matches.map((refund) => ({ ...shown(refund), requestId })) } };
    }
    if (path === "/cancel_refund") {
      const refund = refunds.find((each) => each.refundId === refundId);
      if (refund === undefined) return reportsError;
      if (refund.status === "created") Object.assign(refund, { status: "cancelled", cancelId: requestId });
      return { status: 200, body: shown(refund) };
    }
    const known = refunds.find((refund) => refund.requestId === requestId);
    if (known !== undefined) return { status: 200, body: { refundId: known.refundId, status: "created" } };
    if (!isHers) return reportsError;
    const made = { refundId: `RF-${refunds.length + 1}`, requestId, cancelId: "", amountMinor, status: "created" };
    refunds.push(made);
    return { status: 200, body: shown(made) };
  });
  return {
    systems: { billing: billing.client },
    customerRef: "C-1",
    otherCustomerRef: "C-2",
    now: () => clock.now(),
    advance: (durationMs) => clock.advance(durationMs),
    fault: billing.fault,
    heal: billing.heal,
    generateArgs: (random) => ({ chargeId: "CH-1", amountMinor: random.int(1, 2_000) }),
    snapshot: async () => ({ refundableMinor: left(), refunds: refunds.map(shown) }),
    effects: (key) => refunds.filter(({ requestId, cancelId }) => requestId === key || cancelId === key).length,
  };
}

/** As a tool speaks of an error; a server that does not work at all answers with 500 or more. */
const reportsError = { status: 400, body: null };

export default {
  tool: "refund_charge",
  open,
  residue: [{ field: "refunds", because: "A refund that was cancelled stays on record." }],
} satisfies OverlayUnderTest;
