import { approvalsAskedBy, type Judgement } from "@purser/contract";
import { isMap, isNode, isScalar, type Pair, parseDocument } from "yaml";
import type { ExampleOtherwise } from "./checks/check-policy-examples.ts";
import type { BlueprintFile } from "./reading/read-files.ts";

type Edit = { start: number; end: number; text: string };

/** What means itself in a list without quotes; words such as `yes` and numbers do not. */
const plain = /^[a-z][\w]*-[\w-]+$/;

/**
 * The files with the expectations of these examples set to what the policies say of them. Only what an example expects is
 * written anew, and what it said besides that no longer applies is taken out; an example that is written in another way than a
 * key to a line stays as it is, and the load then refuses it.
 */
export function followExamples(
  files: readonly BlueprintFile[],
  otherwise: readonly ExampleOtherwise[],
): readonly BlueprintFile[] {
  return files.map(({ path, text }) => {
    const here = otherwise.filter(({ placed }) => placed.path === path);
    const document = here.length === 0 ? null : parseDocument(text);
    const edits = here
      .flatMap(({ placed, judgement }) => editsOf(document?.getIn([placed.index], true), judgement, text))
      .toSorted((one, other) => other.start - one.start);
    return {
      path,
      text: edits.reduce(
        (before, { start, end, text: said }) => before.slice(0, start) + said + before.slice(end),
        text,
      ),
    };
  });
}

function editsOf(example: unknown, { verdict, policies }: Judgement, text: string): readonly Edit[] {
  if (!isMap(example) || example.flow === true) return [];
  const approvals = approvalsAskedBy(verdict);
  const said: Readonly<Record<string, string | null>> = {
    expect: verdict.kind,
    reasons: `[${policies.map(({ id }) => (plain.test(id) ? id : JSON.stringify(id))).join(", ")}]`,
    role: "role" in verdict ? verdict.role : null,
    approvals: approvals === 0 ? null : String(approvals),
    neededLevel: verdict.kind === "identify" ? String(verdict.level) : null,
  };
  return example.items.flatMap((pair: Pair) => {
    const name = isScalar(pair.key) ? String(pair.key.value) : "";
    const value = said[name];
    const edit = value === undefined ? null : editOf(pair, value, text);
    return edit === null ? [] : [edit];
  });
}

/** Null for a pair without a place, or one that cannot be taken out as whole lines. */
function editOf({ key, value }: Pair, said: string | null, text: string): Edit | null {
  const keyAt = isNode(key) ? key.range : null;
  const valueAt = isNode(value) ? value.range : null;
  if (!keyAt || !valueAt) return null;
  // The range of a list of lines takes in the line break after it.
  const end = text.slice(0, valueAt[1]).trimEnd().length;
  if (said !== null) return { start: valueAt[0], end, text: said };
  const start = text.lastIndexOf("\n", keyAt[0]) + 1;
  const newline = text.indexOf("\n", end);
  const isAlone = text.slice(start, keyAt[0]).trim() === "";
  return isAlone ? { start, end: newline < 0 ? text.length : newline + 1, text: "" } : null;
}
