import fc from "fast-check";

/** Small numbers stand for cases, leases, pauses and so on: a program meets the same ones again and again. */
const few = fc.nat(2);
const fewOrNone = fc.option(few, { nil: null, freq: 2 });
const text = fc.string({ unit: "grapheme", maxLength: 12 });
const delayMs = fc.constantFrom(0, 1, 50, 1000, 5000);
const delayOrNone = fc.option(delayMs, { nil: null, freq: 3 });
const leaseMs = fc.constantFrom(0, 1000, 5000, 60_000, 60_000);
const rareDeadlineMs = fc.constantFrom(null, null, null, null, null, null, -1, 0, 1, 1000);
const view = fc.constantFrom("head", "head", "head", "head", "past", "claimed");

const inletStep = fc.record({
  kind: fc.constant("inlet"),
  case: few,
  opens: fc.constantFrom(true, true, true, false),
  texts: fc.array(text, { minLength: 1, maxLength: 2 }),
  delivery: fc.option(fc.nat(9), { nil: null, freq: 2 }),
  view: fc.constantFrom("any", "any", "any", "head", "head", "past"),
  deadlineMs: rareDeadlineMs,
  pause: fewOrNone,
  outbox: fewOrNone,
});

const workStep = fc.record({
  kind: fc.constantFrom("decide", "record"),
  lease: few,
  view,
  texts: fc.array(text, { maxLength: 2 }),
  status: fc.constantFrom("waiting", "handed-off", "resolved"),
  wakeMs: delayOrNone,
  deadlineMs: rareDeadlineMs,
  hasState: fc.boolean(),
  erases: fc.integer({ min: 0, max: 30 }).map((number) => number === 0),
  pause: fewOrNone,
  outbox: fewOrNone,
  call: fewOrNone,
  expected: fc.constantFrom("none", "present", "present", "past"),
  reserve: fewOrNone,
  amount: fc.integer({ min: -5, max: 100 }),
  book: fewOrNone,
  give: fewOrNone,
  releases: fc.constantFrom(true, false, false),
});

const step = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("nothing") }) },
  { weight: 10, arbitrary: inletStep },
  {
    weight: 10,
    arbitrary: fc.record({ kind: fc.constant("claim"), worker: few, limit: fc.integer({ min: 1, max: 3 }), leaseMs }),
  },
  { weight: 16, arbitrary: workStep },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("renew"), lease: few, leaseMs }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("release"), lease: few, view, wakeMs: delayOrNone }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("send"), limit: fc.nat(3), leaseMs }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("postpone"), outbox: few, delayMs }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("advance"),
      durationMs: fc.constantFrom(-1000, 1, 50, 1000, 5000, 60_000),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("totals"), windowMs: delayOrNone }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("list"), limit: fc.integer({ min: 1, max: 3 }) }) },
);

type StepOf<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;
export type InletStep = StepOf<typeof inletStep>;
export type WorkStep = StepOf<typeof workStep>;
export type Step = StepOf<typeof step>;

/** Programs of exactly this many steps; shrinking turns steps into nothing. */
export function programsOf(steps: number): fc.Arbitrary<readonly Step[]> {
  return fc.array(step, { minLength: steps, maxLength: steps });
}
