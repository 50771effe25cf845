import type { Understood } from "../../server/src/agent/rules/understanding/understand.ts";
import type { ExpectedMessage } from "./expected-message.ts";

export type Heard = { expected: ExpectedMessage; understood: Understood };

export type Mistake = { id: string; what: string; text: string; wanted: string; got: string };

/** A tenth of the scale of confidence: how sure it was there, and how often right. */
export type Bin = { from: number; count: number; meanConfidence: number; partRight: number };

export type Score = {
  /** Parts from 0 to 1; NaN where there is no such message. */
  singleRight: number;
  singleFirst: number;
  multiAll: number;
  multiSome: number;
  ambiguousRight: number;
  outOfScopeFound: number;
  inScopePrecision: number;
  inScopeKept: number;
  personRecall: number;
  personPrecision: number;
  acted: number;
  wrongActs: number;
  calibrationError: number;
  bins: readonly Bin[];
  mistakes: readonly Mistake[];
};

/** Compares what was understood with what was meant. `changes` says which procedures change something. */
export function score(all: readonly Heard[], changes: (procedure: string) => boolean): Score {
  const of = (...kinds: readonly string[]): Heard[] => all.filter(({ expected }) => kinds.includes(expected.kind));
  const inScope = all.filter(({ expected }) => expected.kind !== "out-of-scope");
  const kept = all.filter(isKept);
  const wrongActs = all.filter((heard) => isWrongAct(heard, changes));
  const bins = binsOf(
    all.filter(({ expected, understood }) => expected.kind !== "person" && understood.requests.length > 0),
  );
  const counted = bins.reduce((sum, { count }) => sum + count, 0);
  return {
    singleRight: part(of("single"), isOffered),
    singleFirst: part(of("single"), isFirst),
    multiAll: part(
      of("multi"),
      ({ expected, understood }) => namesOf(understood).join() === expected.procedures.join(),
    ),
    multiSome: part(of("multi"), isOffered),
    ambiguousRight: part(of("ambiguous"), isOffered),
    outOfScopeFound: part(of("out-of-scope"), (heard) => !isKept(heard)),
    inScopePrecision: part(kept, ({ expected }) => expected.kind !== "out-of-scope"),
    inScopeKept: part(inScope, isKept),
    personRecall: part(all.filter(wantedPerson), ({ understood }) => understood.wantsPerson),
    personPrecision: part(
      all.filter(({ understood }) => understood.wantsPerson),
      wantedPerson,
    ),
    acted: part(of("single"), ({ understood }) => understood.next === "act"),
    wrongActs: wrongActs.length,
    calibrationError: bins.reduce(
      (sum, { count, meanConfidence, partRight }) => sum + (count / counted) * Math.abs(meanConfidence - partRight),
      0,
    ),
    bins,
    mistakes: mistakesOf(all, wrongActs),
  };
}

const personProcedure = "talk-to-a-person";

function wantedPerson({ expected }: Heard): boolean {
  return expected.kind === "person" || expected.procedures.includes(personProcedure);
}

function isKept({ understood }: Heard): boolean {
  return understood.requests.length > 0 || understood.wantsPerson;
}

function isFirst({ expected, understood }: Heard): boolean {
  return expected.procedures.includes(understood.requests[0]?.procedure ?? "");
}

/** Right at once, or right among the two that the customer is asked about. */
function isOffered(heard: Heard): boolean {
  const { expected, understood } = heard;
  return (
    isFirst(heard) || (understood.next === "ask" && expected.procedures.includes(understood.alternatives[0] ?? ""))
  );
}

function isWrongAct({ expected, understood }: Heard, changes: (procedure: string) => boolean): boolean {
  return (
    understood.next === "act" &&
    namesOf(understood).some((name) => changes(name) && !expected.procedures.includes(name))
  );
}

function namesOf({ requests }: Understood): string[] {
  return requests.map(({ procedure }) => procedure);
}

function part(all: readonly Heard[], holds: (heard: Heard) => boolean): number {
  return all.filter(holds).length / all.length;
}

function binsOf(all: readonly Heard[]): Bin[] {
  return Array.from({ length: 10 }, (_, tenth) => {
    const inside = all.filter(({ understood }) => Math.min(9, Math.floor(confidenceOf(understood) * 10)) === tenth);
    const total = inside.reduce((sum, { understood }) => sum + confidenceOf(understood), 0);
    const count = inside.length;
    return {
      from: tenth / 10,
      count,
      meanConfidence: count === 0 ? 0 : total / count,
      partRight: count === 0 ? 0 : inside.filter(isFirst).length / count,
    };
  });
}

function confidenceOf({ requests }: Understood): number {
  return requests[0]?.confidence ?? 0;
}

function mistakesOf(all: readonly Heard[], wrongActs: readonly Heard[]): Mistake[] {
  return all.flatMap((heard) => {
    const { expected, understood } = heard;
    const what = wrongActs.includes(heard) ? "WRONG ACT" : whatIsWrong(heard);
    if (what === null) return [];
    const { kind, procedures, id, text } = expected;
    const { next, requests, alternatives } = understood;
    const got = requests.map(({ procedure, confidence }) => `${procedure} ${confidence.toFixed(2)}`);
    return [
      {
        id,
        what,
        text,
        wanted: procedures.length === 0 ? kind : procedures.join(" "),
        got: `${next} ${got.join(" ")}${alternatives.length === 0 ? "" : ` or ${alternatives.join(" ")}`}`,
      },
    ];
  });
}

function whatIsWrong(heard: Heard): string | null {
  const { kind } = heard.expected;
  if (wantedPerson(heard)) return heard.understood.wantsPerson ? null : "person missed";
  if (kind === "out-of-scope") return isKept(heard) ? "taken for ours" : null;
  if (heard.understood.wantsPerson) return "no person wanted";
  if (!isKept(heard)) return "declined";
  return isOffered(heard) ? null : "misunderstood";
}
