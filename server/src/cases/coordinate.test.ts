import type { CallKey, CaseEvent, ProposalId } from "@purser/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldLog } from "./folding/fold.ts";
import { RandomCase, randomPlace } from "./testing/test-random-log.ts";

const numbers = fc.array(fc.nat(9_999), { minLength: 60, maxLength: 240, size: "max" });
const runs = { numRuns: 150, seed: 1 };

/** What the log says of one whole: its tools, and for each part in turn the call, or the key that is taken back. */
type Story = {
  tools: readonly string[];
  parts: ({ kind: "call"; tool: string } | { kind: "undo"; key: CallKey })[];
  doneKeys: CallKey[];
};

describe("what is carried out together", () => {
  test("goes forward in its order, and back in reverse, in logs that hold both", () => {
    let forward = 0;
    let back = 0;
    fc.assert(
      fc.property(numbers, (given) => {
        for (const { tools, parts, doneKeys } of storiesIn(new RandomCase(given).play().events)) {
          const calls = parts.flatMap((part) => (part.kind === "call" ? [part.tool] : []));
          const undos = parts.flatMap((part) => (part.kind === "undo" ? [part.key] : []));
          // A part that may work later is proposed again; none is left out.
          const inOrder = calls.filter((tool, index) => tool !== calls[index - 1]);
          expect(inOrder).toEqual(tools.slice(0, inOrder.length));
          expect(parts.findLastIndex(({ kind }) => kind === "call")).toBeLessThan(firstUndo(parts));
          const once = undos.filter((key, index) => key !== undos[index - 1]);
          expect(once).toEqual(doneKeys.toReversed().slice(0, once.length));
          forward += Number(inOrder.length === tools.length);
          back += Number(once.length > 1);
        }
      }),
      runs,
    );
    expect(forward).toBeGreaterThan(0);
    expect(back).toBeGreaterThan(0);
  });

  test("ends as undone only when every call that was done was taken back or is named as left", () => {
    let met = 0;
    fc.assert(
      fc.property(numbers, (given) => {
        const { events } = new RandomCase(given).play();
        const state = foldLog(null, events, randomPlace);
        for (const { end, proposalId } of state.finished) {
          if (end.kind !== "undone") continue;
          met += 1;
          const parts = new Set(partsOf(proposalId, events));
          const kept = state.doneCalls.filter(
            (call) => parts.has(call.proposalId) && call.undoOf === null && !call.isUndone,
          );
          expect(kept.length).toBeLessThanOrEqual(end.left.length);
        }
      }),
      runs,
    );
    expect(met).toBeGreaterThan(0);
  });
});

function firstUndo(parts: Story["parts"]): number {
  const first = parts.findIndex(({ kind }) => kind === "undo");
  return first < 0 ? parts.length : first;
}

function partsOf(wholeId: ProposalId, events: readonly CaseEvent[]): readonly ProposalId[] {
  return events.flatMap(({ kind, body }) =>
    kind === "proposal.made" &&
    body.proposal.author.kind === "coordinate" &&
    body.proposal.author.proposalId === wholeId
      ? [body.proposal.proposalId]
      : [],
  );
}

function storiesIn(events: readonly CaseEvent[]): readonly Story[] {
  const stories = new Map<ProposalId, Story>();
  const storyOfKey = new Map<CallKey, Story>();
  const storyOfPart = new Map<ProposalId, Story>();
  for (const { kind, body } of events) {
    if (kind === "proposal.made") {
      const { proposalId, step, author } = body.proposal;
      if (step.kind === "coordinate")
        stories.set(proposalId, { tools: step.calls.map(({ tool }) => tool), parts: [], doneKeys: [] });
      const story = author.kind === "coordinate" ? stories.get(author.proposalId) : undefined;
      if (story === undefined) continue;
      storyOfPart.set(proposalId, story);
      if (step.kind === "call") story.parts.push({ kind: "call", tool: step.call.tool });
      if (step.kind === "undo") story.parts.push({ kind: "undo", key: step.callKey });
    }
    if (kind === "call.started" && body.undoOf === null) {
      const story = storyOfPart.get(body.proposalId);
      if (story !== undefined) storyOfKey.set(body.key, story);
    }
    if (kind === "call.verified" && body.finding.kind === "done") {
      const story = storyOfKey.get(body.key);
      if (story !== undefined && !story.doneKeys.includes(body.key) && story.parts.at(-1)?.kind === "call")
        story.doneKeys.push(body.key);
    }
  }
  return [...stories.values()];
}
