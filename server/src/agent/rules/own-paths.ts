import { wordsPath } from "./answers.ts";
import { requestsPath } from "./in-hand.ts";
import { askedPath } from "./last-question.ts";
import { takenBackPath } from "./never-mind.ts";
import { anewPath } from "./once-more.ts";
import { allPath } from "./one-by-one.ts";
import { otherPath } from "./other-one.ts";
import { againPath } from "./outdated.ts";
import { presumedPath } from "./presumed.ts";
import { asidePath } from "./while-asking.ts";

/** What the rules keep for themselves among the facts of a message: no fact about her or what she wants. */
const ownPaths: ReadonlySet<string> = new Set([
  wordsPath,
  requestsPath,
  takenBackPath,
  againPath,
  anewPath,
  allPath,
  askedPath,
  asidePath,
  otherPath,
  presumedPath,
]);

export function isOwnPath(path: string): boolean {
  return ownPaths.has(path);
}
