import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { PurserError } from "@purser/contract";
import type * as Testing from "@purser/kit/testing";
import { createModuleLoader } from "../../blueprint/module-loader.ts";
import { loadOverlayTools } from "../stand-ins.ts";
import { overlaySubject } from "./overlay-subject.ts";

type ActionUnderTest = Testing.ActionUnderTest;
type OverlayUnderTest = Testing.OverlayUnderTest;

export type BehaviourResult = {
  action: string;
  behaviour: string;
  title: string;
  /** What is wrong, a sentence each. */
  violations: readonly string[];
  /** Why the author leaves it out; null where she does not. */
  skipped: string | null;
};

/** Where a blueprint's author says with which systems her actions are tried. */
const folderName = "conformance";

/**
 * Holds the actions of a blueprint to their contract: those that its files in `conformance/` export, or name when they come
 * from an overlay, each with a world of systems to try it in. `onResult` is called for each behaviour as soon as it was looked at.
 *
 * @throws PurserError PUR-2104 for a file that cannot be loaded or exports no action under test.
 */
export async function runActions(
  blueprint: string,
  only: readonly string[],
  onResult: (result: BehaviourResult) => void,
): Promise<readonly BehaviourResult[]> {
  const testing = await import("@purser/kit/testing");
  const results: BehaviourResult[] = [];
  for (const subject of (await loadSubjects(blueprint, testing)).filter(({ action }) => isWanted(action.name, only))) {
    for (const behaviour of testing.behavioursOf(subject.action)) {
      const { name, title } = behaviour;
      const violations = await testing
        .findViolations(subject, behaviour)
        .catch((error: unknown) => [`It threw: ${whatOf(error)}`]);
      const result = {
        action: subject.action.name,
        behaviour: name,
        title,
        violations,
        skipped: subject.skips?.[name] ?? null,
      };
      results.push(result);
      onResult(result);
    }
  }
  return results;
}

function isWanted(name: string, only: readonly string[]): boolean {
  return only.length === 0 || only.includes(name);
}

async function loadSubjects(blueprint: string, testing: typeof Testing): Promise<readonly ActionUnderTest[]> {
  const folder = join(blueprint, folderName);
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts")).toSorted();
  const loader = createModuleLoader(blueprint, { isFresh: true, modules: { "@purser/kit/testing": testing } });
  const subjects: ActionUnderTest[] = [];
  for (const file of files) {
    const exported = await loader.importDefault(join(folder, file)).catch((error: unknown) => {
      throw new PurserError("PUR-2104", `${folderName}/${file}: ${whatOf(error)}`);
    });
    const candidates: readonly unknown[] = Array.isArray(exported) ? exported : [exported];
    const found = candidates.filter(isSubject);
    const ofOverlays = candidates.filter(isOfOverlay);
    if (found.length + ofOverlays.length < candidates.length)
      throw new PurserError(
        "PUR-2104",
        `${folderName}/${file}: the default export is { action, open }, { tool, open } for a tool of an overlay, or a list of them.`,
      );
    subjects.push(...found);
    if (ofOverlays.length === 0) continue;
    const overlayTools = await loadOverlayTools(blueprint);
    subjects.push(...ofOverlays.map((subject) => overlaySubject(subject, overlayTools, `${folderName}/${file}`)));
  }
  return subjects;
}

function whatOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isOfOverlay(value: unknown): value is OverlayUnderTest {
  if (typeof value !== "object" || value === null || !("tool" in value) || !("open" in value)) return false;
  return typeof value.open === "function" && typeof value.tool === "string";
}

function isSubject(value: unknown): value is ActionUnderTest {
  if (typeof value !== "object" || value === null || !("action" in value) || !("open" in value)) return false;
  const { action, open } = value;
  return typeof open === "function" && typeof action === "object" && action !== null && "execute" in action;
}
