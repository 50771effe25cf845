import draftExecuted from "../mutants/m14-draft-executed.ts";
import approvalTwice from "../mutants/m10-approval-twice.ts";
import authorApproves from "../mutants/m11-author-approves.ts";
import factsFromTheLog from "../mutants/m13-facts-from-the-log.ts";
import type { Patch } from "../mutants/mutant.ts";
import shownNotCompared from "../mutants/m07-shown-not-compared.ts";
import subjectFromArguments from "../mutants/m15-subject-from-arguments.ts";
import limitPerCase from "../mutants/m23-limit-per-case.ts";
import type { AttackSuite } from "./attacked.ts";

/** A bug that an attacker would look for, and what is attacked until something is violated. */
export type PlantedBug = {
  what: string;
  patches: readonly Patch[];
  suite: AttackSuite;
  /** The runs that are tried; the first is enough for most. */
  numbers: readonly number[];
  /** What must be among the violations. */
  trips: RegExp;
};

const seeds = Array.from({ length: 24 }, (_, index) => index + 1);
/** For what only a race of an approval and its use shows. */
const manySeeds = Array.from({ length: 96 }, (_, index) => index + 1);

function one(file: string, find: string, replace: string): readonly Patch[] {
  return [{ file, find, replace }];
}

export const plantedBugs: readonly PlantedBug[] = [
  { ...subjectFromArguments, suite: "hijacked", numbers: seeds, trips: /^I10 / },
  { ...draftExecuted, suite: "hijacked", numbers: seeds, trips: /^I3 / },
  { ...approvalTwice, suite: "hijacked", numbers: seeds, trips: /^I[34] / },
  { ...authorApproves, suite: "hijacked", numbers: seeds, trips: /^I4 / },
  { ...factsFromTheLog, suite: "hijacked", numbers: seeds, trips: /^I3 / },
  { ...limitPerCase, suite: "hijacked", numbers: seeds, trips: /^(?:I3|I11) / },
  {
    what: "an answer for another digest is taken",
    patches: one(
      "server/src/conversations/pauses/answer-pause.ts",
      "if (answer.digest !== pause.digest)",
      "if (answer.digest === null)",
    ),
    suite: "forged",
    numbers: [1],
    trips: /^S3 An answer was taken for another digest/,
  },
  {
    what: "a role is believed that the blueprint no longer gives",
    patches: one(
      "server/src/conversations/pauses/answer-pause.ts",
      "role: roleNow(desk.people(), answering.id, answering.role) };",
      "role: answering.role ?? roleNow(desk.people(), answering.id, answering.role) };",
    ),
    suite: "forged",
    numbers: [1],
    trips: /^S3 An answer was taken by "tm_/,
  },
  {
    what: "a reply may claim what was never done",
    patches: one(
      "server/src/worker/steps/say.ts",
      "!context.state.doneCalls.some((call) => call.key === key)",
      "context.state.doneCalls.some((call) => call.key === key && call.key !== key)",
    ),
    suite: "hijacked",
    numbers: seeds,
    trips: /^I9 /,
  },
  {
    what: "a look-up is run whatever the guard says of it",
    patches: one(
      "server/src/worker/steps/lookup.ts",
      `({ judgement }) => judgement.verdict.kind !== "allow"`,
      `({ judgement }) => judgement.verdict.kind === "identify"`,
    ),
    suite: "injection",
    numbers: [330, 331, 332],
    trips: /^S2 another's account found/,
  },
  {
    what: "her yes is taken for granted",
    patches: one(
      "server/src/worker/steps/start.ts",
      `confirmed: grants.some(({ pause }) => pause.kind === "confirm"),`,
      "confirmed: true,",
    ),
    suite: "hijacked",
    numbers: seeds,
    trips: /^I[34] /,
  },
  {
    what: "what is executed is not compared with what was shown",
    patches: shownNotCompared.patches,
    suite: "hijacked",
    numbers: manySeeds,
    trips: /^I4 /,
  },
];
