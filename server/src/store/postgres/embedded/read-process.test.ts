import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { once } from "node:events";
import { expect, test } from "vitest";
import { readProcess } from "./read-process.ts";
import { readProcessWithPs } from "./read-process-with-ps.ts";
import { recognisePostmaster } from "./recognise-postmaster.ts";

const readers = [
  { name: "the system's way", read: readProcess, isHere: true },
  { name: "ps", read: readProcessWithPs, isHere: existsSync("/bin/ps") },
];

for (const { name, read, isHere } of readers) {
  test.skipIf(!isHere)(
    `a process is the same at every look, until it is gone (${name}; skipped where it is missing)`,
    async () => {
      const child = spawn("sleep", ["60"]);
      await once(child, "spawn");
      const pid = child.pid ?? 0;
      const state = await read(pid);
      expect(state).toMatchObject({ kind: "running", name: "sleep", command: "sleep 60 " });
      expect(await read(pid)).toEqual(state);
      child.kill("SIGKILL");
      await once(child, "exit");
      expect(await read(pid)).toEqual({ kind: "gone" });
    },
  );
}

const running = { kind: "running", started: "1", name: "postgres", directory: null } as const;
const recognitions = [
  { ...running, command: "/bin/postgres -D /data/a -p 5432 ", answer: "postmaster" },
  { ...running, command: "/bin/postgres -D /data/ab -p 5432 ", answer: "stranger" },
  { ...running, command: "/bin/postgres ", directory: "/data/a", answer: "postmaster" },
  { ...running, command: "/bin/postgres ", directory: "/data/b", answer: "stranger" },
  { ...running, command: "/bin/postgres ", answer: "unclear" },
  { ...running, name: "bash", command: "bash ", directory: "/data/a", answer: "stranger" },
];
for (const { answer, ...state } of recognitions) {
  test(`"${state.command}" (${state.name}) working in ${state.directory ?? "a hidden place"} is, for /data/a: ${answer}`, () => {
    expect(recognisePostmaster(state, "/data/a")).toBe(answer);
  });
}
