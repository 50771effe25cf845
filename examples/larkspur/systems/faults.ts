import { z } from "zod";

const matchSchema = z.strictObject({
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).exactOptional(),
  pathPrefix: z.string().startsWith("/").exactOptional(),
});

/** `match` narrows the rule to some requests (all without it), `times` switches it off after so many (never without it). */
const reach = { match: matchSchema.exactOptional(), times: z.int().positive().exactOptional() };
const errorStatus = z.int().min(500).max(599).default(500);

/**
 * One way of going wrong. "Before" means that nothing was done, "after" that it was.
 *
 * `malformed` answers after the effect. `error-body` is a 200 that says it failed, before the effect. `drop` cuts the
 * connection before the effect. `down` is the whole system: no connection is accepted until the rule is removed.
 * `refused-later` is for systems that accept first and decide afterwards (`shipping`): 202, and later refused.
 */
export const faultRuleSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("latency"), latencyMs: z.int().nonnegative(), ...reach }),
  z.strictObject({ kind: z.literal("timeout-before"), ...reach }),
  z.strictObject({ kind: z.literal("timeout-after"), ...reach }),
  z.strictObject({ kind: z.literal("status-before"), status: errorStatus, ...reach }),
  z.strictObject({ kind: z.literal("status-after"), status: errorStatus, ...reach }),
  z.strictObject({ kind: z.literal("error-body"), ...reach }),
  z.strictObject({
    kind: z.literal("malformed"),
    shape: z.enum(["not-json", "cut-short", "too-large", "wrong-schema"]).default("not-json"),
    ...reach,
  }),
  z.strictObject({ kind: z.literal("rate-limit"), ...reach }),
  z.strictObject({ kind: z.literal("drop"), ...reach }),
  z.strictObject({ kind: z.literal("refused-later"), ...reach }),
  z.strictObject({ kind: z.literal("down") }),
]);
export type FaultRule = z.infer<typeof faultRuleSchema>;
/** A rule as it is written down, defaults left out. */
export type FaultRuleInput = z.input<typeof faultRuleSchema>;
type Limited = Exclude<FaultRule, { kind: "down" }>;
/** The faults that decide how a request ends; latency only delays it. */
export type DecidingFault = Exclude<FaultRule, { kind: "latency" }>;

/** The faults of one request: the sum of the delays, and the first rule that decides how it ends. */
export type FaultsNow = { latencyMs: number; fault: DecidingFault | null };

export class FaultSwitch {
  #rules: FaultRule[] = [];
  readonly #listeners = new Set<() => void>();

  get rules(): readonly FaultRule[] {
    return this.#rules;
  }

  get isDown(): boolean {
    return this.#rules.some((rule) => rule.kind === "down");
  }

  add(rule: FaultRuleInput): void {
    this.#rules.push(faultRuleSchema.parse(rule));
    this.#tell();
  }

  /** Heals: every rule is removed. */
  clear(): void {
    this.#rules = [];
    this.#tell();
  }

  /** Calls `listener` when a rule was added or all were removed. Returns how to stop listening. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What befalls this request; each rule that is used counts down its `times`. */
  take(request: { method: string; path: string }): FaultsNow {
    const matching = this.#rules.filter((rule) => rule.kind === "down" || reaches(rule, request));
    const fault = matching.find((rule) => rule.kind !== "latency") ?? null;
    const delays = matching.filter((rule) => rule.kind === "latency");
    const used = new Set<FaultRule>(fault === null ? delays : [...delays, fault]);
    this.#rules = this.#rules.flatMap((rule) => (used.has(rule) ? usedOnce(rule) : [rule]));
    return { latencyMs: delays.reduce((sum, rule) => sum + rule.latencyMs, 0), fault };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function reaches(rule: Limited, request: { method: string; path: string }): boolean {
  const { method, pathPrefix } = rule.match ?? {};
  return (
    (method === undefined || method === request.method) &&
    (pathPrefix === undefined || request.path.startsWith(pathPrefix))
  );
}

function usedOnce(rule: FaultRule): readonly FaultRule[] {
  if (rule.kind === "down" || rule.times === undefined) return [rule];
  return rule.times === 1 ? [] : [{ ...rule, times: rule.times - 1 }];
}
