import { isUndoable } from "../../tool.ts";
import type { SystemReply, Systems } from "../../system-client.ts";
import { interceptedSystems, isWrite, type SeenRequest, watchedSystems } from "./intercepted-systems.ts";
import { contextOf, keyFor, openCall, openUndo } from "./operation.ts";
import type { Check } from "./world-under-test.ts";

/** All that can come back instead of what was to be read. */
const unreadable: readonly { what: string; reply: SystemReply }[] = [
  { what: "is not sent", reply: { kind: "notSent", detail: "The connection was refused." } },
  { what: "is not answered", reply: { kind: "noAnswer", detail: "There was no answer." } },
  { what: "is answered with no JSON", reply: { kind: "garbled", status: 200, detail: "The answer is no JSON." } },
  { what: "is answered with a server error", reply: { kind: "answered", status: 503, body: null } },
  { what: "is answered with another shape", reply: { kind: "answered", status: 200, body: { unexpected: true } } },
];

/** What reads, and the one thing that it may say when it cannot. */
type Reader = {
  name: string;
  read: (systems: Systems) => Promise<{ kind: string }>;
  systems: Systems;
  honest: "failed" | "cannot-tell" | "unknown";
};

/** A reading that fails gives nothing: above all, not that something was not done. */
export const checkFailedReading: Check = async (subject) => {
  const { action } = subject;
  const call = await openCall(subject);
  const { world, args, facts } = call;
  const { systems } = world;
  const readers: Reader[] = [
    {
      name: "readFacts",
      read: (broken) => action.readFacts({ ...contextOf(world, { systems: broken }), args }),
      systems,
      honest: "failed",
    },
    {
      name: "simulate",
      read: (broken) => action.simulate({ ...contextOf(world, { systems: broken }), args, facts }),
      systems,
      honest: "cannot-tell",
    },
    { name: "verify", read: (broken) => call.verify(keyFor("unread"), broken), systems, honest: "unknown" },
  ];
  if (isUndoable(action.undo)) {
    const undo = await openUndo(subject);
    const own = { systems: undo.world.systems };
    readers.push(
      { name: "The undo's readFacts", read: undo.readFacts, ...own, honest: "failed" },
      { name: "The undo's verify", read: (broken) => undo.verify(keyFor("unread"), broken), ...own, honest: "unknown" },
    );
  }
  const violations: string[] = [];
  for (const reader of readers) violations.push(...(await breakEachReading(reader)));
  return violations;
};

async function breakEachReading({ name, read, systems, honest }: Reader): Promise<readonly string[]> {
  const watched = watchedSystems(systems);
  const whole = await read(watched.systems);
  if (whole.kind === "key-safe") return [];
  const paths = new Set(watched.seen.filter((seen) => !isWrite(seen)).map(addressOf));
  const violations: string[] = [];
  for (const path of paths) {
    for (const { what, reply } of unreadable) {
      const broken = interceptedSystems(systems, (seen) => (addressOf(seen) === path ? reply : null));
      const { kind } = await read(broken);
      if (kind !== honest) violations.push(`${name} says ${kind} when GET ${path} ${what}; it can only say ${honest}.`);
    }
  }
  return violations;
}

function addressOf({ system, request }: SeenRequest): string {
  return `${system}${request.path}`;
}
