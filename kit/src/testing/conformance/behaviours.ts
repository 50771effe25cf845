import { isUndoable } from "../../tool.ts";
import type { Action, Once } from "../../tool.ts";
import { type BehaviourName, behaviourNames } from "./behaviour-name.ts";
import { checkDeclaration, checkIrreversibleReason } from "./check-declaration.ts";
import { checkDescription } from "./check-description.ts";
import { checkFacts, checkForeignCustomer, checkNobodyKnown } from "./check-facts.ts";
import { checkFailedReading } from "./check-failed-reading.ts";
import { checkLostAnswer, checkRefusedConnection, checkTimeOutBefore } from "./check-faults.ts";
import { checkOnce } from "./check-once.ts";
import { checkPartialFailure } from "./check-partial-failure.ts";
import { checkReadBack, checkResult } from "./check-result.ts";
import { checkSimulation } from "./check-simulation.ts";
import { checkRepeatAfterUndo, checkUndoReadBack, checkUndoRestores, checkUndoTwice } from "./check-undo.ts";
import type { Check } from "./world-under-test.ts";

export type Behaviour = { name: BehaviourName; title: string; check: Check };

const onceTitles: Readonly<Record<Once, string>> = {
  key: "the same key again has one effect and the same result, as long as the key lives",
  natural: "a repeat under a stale precondition is refused and has no second effect",
  none: "a repeat is never assumed safe: it is sent once, and no finding says it may be sent again",
};

/** The sentence that stands in the manual; `once` decides what a repeat means. */
function titleOf(name: BehaviourName, once: Once): string {
  const titles: Readonly<Record<BehaviourName, string>> = {
    declaration: "what it declares fits together",
    facts: "its facts fit their schema, each read from a system of record",
    "foreign-customer": "another customer's record is refused",
    "nobody-known": "nothing is read while nobody knows who asks",
    "failed-reading": "a reading that fails gives no facts, no forecast and no finding",
    description: "it is described in a sentence that names what and how much",
    simulation: "what simulate tells is what execute does, on 50 generated inputs",
    result: "its result fits the schema, gives what it declares and keeps what it promises",
    "read-back": "what execute gives is what verify reads after the settle time, whatever the key",
    once: onceTitles[once],
    "time-out-before": "a time-out before the effect is unknown, and not done after the settle time",
    "time-out-after": "a time-out after the effect is unknown, and found done after the settle time",
    "server-error": "a server error after the effect is unknown, and found done after the settle time",
    "malformed-answer": "an answer that nobody can read is unknown, never a success or a failure",
    "refused-connection": "a connection that was refused has failed, and a retry is safe",
    "partial-failure": "a failure after something was written is never called harmless",
    "irreversible-reason": "it says why it cannot be taken back",
    "undo-restores": "done and undone, the records are as before but for the residue",
    "undo-twice": "an undo of what was undone is refused or changes nothing, and the ledger shows one reversal",
    "undo-read-back": "an undo is found when it was done, and not before",
    "undo-then-repeat": "a repeat of the call that arrives after the undo has no second effect",
    "undo-once": `undo: ${onceTitles[once]}`,
    "undo-time-out-before": "an undo that times out before its effect is unknown, and not done after the settle time",
    "undo-time-out-after": "an undo that times out after its effect is unknown, and found done after the settle time",
    "undo-server-error": "an undo that meets a server error after its effect is unknown, and found done",
    "undo-malformed-answer": "an undo whose answer nobody can read is unknown, never a success or a failure",
    "undo-refused-connection": "an undo whose connection was refused has failed, and a retry is safe",
    "undo-partial-failure": "an undo that fails after something was written is never called harmless",
  };
  return titles[name];
}

const checks: Readonly<Record<BehaviourName, Check>> = {
  declaration: checkDeclaration,
  facts: checkFacts,
  "foreign-customer": checkForeignCustomer,
  "nobody-known": checkNobodyKnown,
  "failed-reading": checkFailedReading,
  description: checkDescription,
  simulation: checkSimulation,
  result: checkResult,
  "read-back": checkReadBack,
  once: checkOnce("call"),
  "time-out-before": checkTimeOutBefore("call"),
  "time-out-after": checkLostAnswer("call", "time-out-after"),
  "server-error": checkLostAnswer("call", "server-error-after"),
  "malformed-answer": checkLostAnswer("call", "malformed-after", "wrong-shape-after"),
  "refused-connection": checkRefusedConnection("call"),
  "partial-failure": checkPartialFailure("call"),
  "irreversible-reason": checkIrreversibleReason,
  "undo-restores": checkUndoRestores,
  "undo-twice": checkUndoTwice,
  "undo-read-back": checkUndoReadBack,
  "undo-then-repeat": checkRepeatAfterUndo,
  "undo-once": checkOnce("undo"),
  "undo-time-out-before": checkTimeOutBefore("undo"),
  "undo-time-out-after": checkLostAnswer("undo", "time-out-after"),
  "undo-server-error": checkLostAnswer("undo", "server-error-after"),
  "undo-malformed-answer": checkLostAnswer("undo", "malformed-after", "wrong-shape-after"),
  "undo-refused-connection": checkRefusedConnection("undo"),
  "undo-partial-failure": checkPartialFailure("undo"),
};

/** All that this action is held to: an irreversible one has a reason instead of an undo, a held one neither. */
export function behavioursOf({ once, undo }: Action): readonly Behaviour[] {
  const isLeftOut = (name: BehaviourName): boolean => {
    if (name === "irreversible-reason") return undo.kind !== "irreversible";
    if (name === "undo-then-repeat" && once === "none") return true;
    return name.startsWith("undo-") && !isUndoable(undo);
  };
  return behaviourNames
    .filter((name) => !isLeftOut(name))
    .map((name) => ({ name, title: titleOf(name, once), check: checks[name] }));
}
