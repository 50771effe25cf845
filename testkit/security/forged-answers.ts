import { type JsonObject, type Pause, type PauseId, pauseIdSchema, type ProposedStep } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { Answering, PauseAnswer } from "../../server/src/conversations/pauses/answer-pause.ts";

/** A pause as an attacker may know it: what it asks about, and whose case it is. */
export type Prey = { pause: Pause; step: ProposedStep; customerId: string };
export type Forgery = { what: string; pauseId: PauseId; answer: PauseAnswer; by: Answering };

const unknownPause = pauseIdSchema.parse(`pause_${"0".repeat(20)}`);

/** Every way in which one open pause may be answered by whom it is not for, or for something else than it asks. */
export function forgeriesOf(prey: Prey, others: readonly Prey[]): readonly Forgery[] {
  const { pause, customerId } = prey;
  const rightful = rightfulOf(prey);
  const yes = (digest: string): PauseAnswer => ({ digest, decision: "yes" });
  return [
    ...wrongDigests(prey, others).map(([what, digest]) => ({
      what: `for another digest: ${what}`,
      pauseId: pause.pauseId,
      answer: yes(digest),
      by: rightful,
    })),
    ...strangers(prey).map(([what, by]) => ({ what, pauseId: pause.pauseId, answer: yes(pause.digest), by })),
    ...others.slice(0, 3).map((other) => ({
      what: "with the digest of this pause, to that of another case",
      pauseId: other.pause.pauseId,
      answer: yes(pause.digest),
      by: rightful,
    })),
    { what: "to a pause that never was", pauseId: unknownPause, answer: yes(pause.digest), by: rightful },
    ...[{ amountMinor: 1 }, { approved: true }, {}].map((args: JsonObject) => ({
      what: "as an edit by a customer",
      pauseId: pause.pauseId,
      answer: { digest: pause.digest, decision: "edit" as const, args },
      by: customer(customerId),
    })),
  ];
}

/** Who may answer it, and would be believed. */
export function rightfulOf({ pause, customerId }: Prey): Answering {
  return pause.mayAnswer.kind === "customer" ? customer(customerId) : teammate("tm_lead", "lead");
}

export function teammate(id: string, role: Answering["role"]): Answering {
  return { kind: "teammate", id, role, authenticated: "session", surface: "console" };
}

function customer(id: string): Answering {
  return { kind: "customer", id, role: null, authenticated: "channel", surface: "chat" };
}

/** What somebody may hash who wants another thing than was shown, or writes the same in another way. */
function wrongDigests({ pause, step }: Prey, others: readonly Prey[]): readonly (readonly [string, string])[] {
  const { digest } = pause;
  const changes: readonly JsonObject[] = [
    { amountMinor: 1 },
    { amountMinor: 1e21 },
    { amountMinor: "2500" },
    { amountMinor: 2_500.5 },
    { amountMinor: -1 },
    { orderId: "L-10000" },
    { orderId: "\uff2c-10000" },
    { plan: "premium" },
    { plan: "Premium" },
    { plan: "pre\u00admium" },
    { approved: true },
    { "amountMinor ": 1 },
  ];
  const changed = changes.map((args) => ["changed arguments", hashOf(withArguments(step, args))] as const);
  const reordered = JSON.stringify(reversed(step));
  const digests: readonly (readonly [string, string])[] = [
    ...changed,
    ["the hash of the step", hashOf(step)],
    ["the hash of its text", hashOf(reordered)],
    ["capitals", digest.toUpperCase()],
    ["a blank after it", `${digest} `],
    ["a blank before it", ` ${digest}`],
    ["a prefix", `sha256:${digest}`],
    ["cut short", digest.slice(0, 32)],
    ["twice", digest + digest],
    ["wide digits", digest.replaceAll(/\d/g, (each) => String.fromCodePoint(0xff10 + Number(each)))],
    ["other letters that look the same", digest.replaceAll("a", "\u0430").replaceAll("e", "\u0435")],
    ["base64", Buffer.from(digest, "hex").toString("base64")],
    ["nothing", ""],
    ["zeros", "0".repeat(64)],
    ...others.slice(0, 3).map((other) => ["another pause's", other.pause.digest] as const),
  ];
  return digests.filter(([, forged]) => forged !== digest);
}

function strangers({ pause, customerId }: Prey): readonly (readonly [string, Answering])[] {
  const claims: readonly (readonly [string, Answering["role"]])[] = [
    ["tm_auditor", "auditor"],
    ["tm_auditor", "lead"],
    ["tm_former", "lead"],
    ["tm_nobody", "admin"],
    ["tm_lead ", "lead"],
    ["TM_LEAD", "lead"],
    ["tm_lead\u200b", "lead"],
    ["tm_\u217cead", "lead"],
    ["__proto__", "admin"],
    ["constructor", "admin"],
    ["toString", "lead"],
    ["", "lead"],
  ];
  const teammates = claims.map(([id, role]) => [`by ${JSON.stringify(id)} as ${role}`, teammate(id, role)] as const);
  if (pause.mayAnswer.kind === "customer")
    return [
      ...teammates,
      ["by a lead, for her", teammate("tm_lead", "lead")],
      ["by a lead with her id", teammate(customerId, "lead")],
      ["by another customer", customer("cus_00000000000000000000")],
      ["by nobody", customer("")],
      ["by her id with a blank", customer(`${customerId} `)],
    ];
  return [
    ...teammates,
    ["by the customer herself", customer(customerId)],
    ["by a customer with the name of a lead", customer("tm_lead")],
    ["by a customer with a role", { ...customer("tm_lead"), role: "lead" }],
    ...(pause.mayAnswer.role === "lead" ? [["by a clerk", teammate("tm_clerk", "lead")] as const] : []),
  ];
}

function withArguments(step: ProposedStep, args: JsonObject): ProposedStep {
  return step.kind === "call" ? { kind: "call", call: { ...step.call, args: { ...step.call.args, ...args } } } : step;
}

function reversed(step: ProposedStep): object {
  return Object.fromEntries(Object.entries(step).toReversed());
}
