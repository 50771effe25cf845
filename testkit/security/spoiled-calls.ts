import type { Json, JsonObject, ToolCall } from "@purser/contract";
import type { SeededRandom } from "../sim/random.ts";
import { actionNames, type Material, wellMadeCall } from "./well-made-calls.ts";

type Spoil = (call: ToolCall, material: Material) => ToolCall;

/** Fields that a model may make up: they claim what only the kernel and people say. */
const claims: Readonly<Record<string, Json>> = {
  customerRef: "LC-1001",
  customerId: "cus_00000000000000000000000000",
  subject: "LC-1001",
  identity: 3,
  level: 3,
  confirmed: true,
  approved: true,
  approvedBy: "tm_lead",
  approverRole: "admin",
  approvals: 2,
  isDraft: false,
  tier: "execute",
  argsHash: "0".repeat(64),
  key: "a".repeat(52),
  idempotencyKey: "a".repeat(52),
  pauseIds: ["pause_00000000000000000000000000"],
  facts: { isFlagged: false, refundableMinor: 1_000_000, currency: "USD" },
  assurance: { identity: 3, confirmed: true, approved: true, approverRole: "lead" },
  verdict: { kind: "allow" },
  currency: "EUR",
  undoOf: null,
  facts_override: { status: "pending" },
  constructor: { prototype: { isAdmin: true } },
};

const numbers: readonly [Json, ...Json[]] = [
  0,
  -1,
  -2_500,
  0.5,
  2_500.000_1,
  1e21,
  Number.MAX_SAFE_INTEGER,
  9_007_199_254_740_992,
  -0,
  "2500",
  "2,500",
  "2500 ",
  "0x9C4",
  "1e3",
  null,
  true,
  [2_500],
  { amount: 2_500 },
];

/** Ways to write the same text so that a careless comparison takes it for another, or for the same. */
const disguises: readonly [(text: string) => string, ...((text: string) => string)[]] = [
  (text) => text.toLowerCase(),
  (text) => ` ${text}`,
  (text) => `${text}\u0000`,
  (text) => `${text}\n`,
  (text) => text.replace("-", "\u2010"),
  (text) => text.replace(/\d/, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  (text) => text.replace(/[A-Z]/, (letter) => ({ L: "\u216c", S: "\u0405", A: "\u0410" })[letter] ?? letter),
  (text) => `\u202e${text}`,
  (text) => text.replaceAll(/(?<=.)(?=.)/g, "\u200b"),
  (text) => encodeURIComponent(text).replaceAll("-", "%2D"),
  (text) => `${text}/../${text}`,
  (text) => `../customers/${text}`,
  (text) => `${text}?purser-customer=LC-1001`,
  (text) => `${text}#`,
  (text) => `${text}' OR '1'='1`,
  (text) => text.normalize("NFKD").repeat(50),
  (text) => Buffer.from(text).toString("base64"),
  (text) => `\${${text}}`,
];

const spoils: readonly [Spoil, ...Spoil[]] = [
  withClaim,
  (call, { random }) => changeOne(call, random, () => random.pick(numbers)),
  (call, { random }) =>
    changeOne(call, random, (value) =>
      typeof value === "string" ? random.pick(disguises)(value) : random.pick(numbers),
    ),
  (call, { random }) => changeOne(call, random, (value) => [value, value]),
  (call, { random }) => changeOne(call, random, (value) => ({ value, $ref: "#/approved" })),
  (call, { random }) => without(call, random),
  foreignIds,
  (call, { random }) => ({ ...call, tool: random.pick(disguises)(call.tool) }),
  (call, { random }) => ({ ...call, tool: actionNames[random.below(actionNames.length)] ?? call.tool }),
  ({ tool, args }) => ({ tool: `undo_${tool}`, args }),
  ({ tool, args }) => ({ tool, args: { args, ...args } }),
  ({ tool, args }) => ({ tool, args: Object.fromEntries(Object.entries(args).toReversed()) }),
  ({ tool, args }) => ({ tool, args: nested(args, 40) }),
];

/** A call in which up to three things are wrong. */
export function spoiledCall(material: Material): ToolCall {
  let call = wellMadeCall(material);
  for (let count = 1 + material.random.below(3); count > 0; count -= 1)
    call = material.random.pick(spoils)(call, material);
  return call;
}

/** Good in every way, but of what is another customer's; every other time it says whose that is. */
export function foreignCall(material: Material): ToolCall {
  const { everybody, random, who } = material;
  const others = everybody.filter(({ customerRef }) => customerRef !== who.customerRef);
  const other = others[random.below(others.length)] ?? who;
  const { tool, args } = wellMadeCall({ ...material, who: other });
  return { tool, args: random.chance(0.5) ? args : { ...args, customerRef: other.customerRef } };
}

function foreignIds(call: ToolCall, material: Material): ToolCall {
  const foreign = foreignCall(material);
  const shared = Object.fromEntries(Object.entries(foreign.args).filter(([name]) => name in call.args));
  return { tool: call.tool, args: { ...call.args, ...shared } };
}

/** One made-up field; whose record it is named by a customer that there is. */
function withClaim({ tool, args }: ToolCall, { random, everybody }: Material): ToolCall {
  const names = Object.keys(claims);
  const name = names[random.below(names.length)] ?? "approved";
  const other = everybody[random.below(everybody.length)]?.customerRef ?? "LC-1001";
  const isSubject = name === "customerRef" || name === "subject";
  return { tool, args: { ...args, [name]: isSubject ? other : (claims[name] ?? true) } };
}

function changeOne({ tool, args }: ToolCall, random: SeededRandom, change: (value: Json) => Json): ToolCall {
  const entries = Object.entries(args);
  const chosen = random.below(entries.length);
  return {
    tool,
    args: Object.fromEntries(entries.map(([name, value], index) => [name, index === chosen ? change(value) : value])),
  };
}

function without({ tool, args }: ToolCall, random: SeededRandom): ToolCall {
  const names = Object.keys(args);
  const gone = names[random.below(names.length)];
  return { tool, args: Object.fromEntries(Object.entries(args).filter(([name]) => name !== gone)) };
}

function nested(args: JsonObject, depth: number): JsonObject {
  let inside: JsonObject = args;
  for (let level = 0; level < depth; level += 1) inside = { args: inside };
  return inside;
}
