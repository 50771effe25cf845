import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { type Json, jsonSchema } from "@purser/contract";
import { z } from "zod";

/** Tells a file's `main` that it is a lane: a process that works off what its parent sends. */
export const laneOption = "--lane";

const answerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ready") }),
  z.strictObject({ kind: z.literal("done"), result: z.unknown() }),
  z.strictObject({ kind: z.literal("threw"), reason: z.string() }),
]);
const itemSchema = z.strictObject({ item: jsonSchema });

/**
 * Works items off in as many processes as there are cores, each with the next as soon as it is free; results come in any
 * order. `file` lies in testkit and its `main` serves lanes.
 *
 * @throws Error when a lane throws, or ends before it is told to.
 */
export async function inLanes<Result>(
  file: string,
  items: readonly Json[],
  resultSchema: z.core.$ZodType<Result>,
  onResult: (result: Result) => void,
): Promise<void> {
  const waiting = [...items];
  const lanes = Math.min(availableParallelism(), waiting.length);
  await Promise.all(
    Array.from({ length: lanes }, () => runLane(file, waiting, (result) => onResult(z.parse(resultSchema, result)))),
  );
}

function runLane(file: string, waiting: Json[], onResult: (result: unknown) => void): Promise<void> {
  const run = fileURLToPath(new URL("run.js", import.meta.url));
  const lane = fork(run, [file, laneOption], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "advanced",
  });
  return new Promise((resolve, reject) => {
    const next = (): void => sendNext(lane, waiting);
    lane.on("message", (message) => {
      const answer = answerSchema.parse(message);
      if (answer.kind === "threw") {
        waiting.length = 0;
        lane.kill();
        return reject(new Error(answer.reason));
      }
      if (answer.kind === "done") onResult(answer.result);
      next();
    });
    lane.on("error", reject);
    lane.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`A lane of ${file} ended with ${code}.`))));
  });
}

function sendNext(lane: ChildProcess, waiting: Json[]): void {
  const item = waiting.shift();
  if (item === undefined) lane.disconnect();
  else lane.send({ item });
}

/**
 * The other side: works off one item after another, until the parent has no more. Gives the exit code. A lane whose parent
 * is gone in the middle of an item ends at once.
 */
export function serveLane(work: (item: Json) => Promise<unknown>): Promise<number> {
  let isWorking = false;
  const answer = async (item: Json): Promise<object> => {
    try {
      return { kind: "done", result: await work(item) };
    } catch (error) {
      return { kind: "threw", reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  return new Promise((resolve) => {
    process.on("message", (message) => {
      isWorking = true;
      void answer(itemSchema.parse(message).item).then((sent) => {
        isWorking = false;
        process.send?.(sent);
      });
    });
    process.on("disconnect", () => {
      if (isWorking) process.exit(1);
      resolve(0);
    });
    process.send?.({ kind: "ready" });
  });
}
