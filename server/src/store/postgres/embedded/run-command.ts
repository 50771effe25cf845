import { spawn } from "node:child_process";
import { explainSpawnError } from "./explain-spawn-error.ts";

export type CommandOptions = { env: Record<string, string>; timeoutMs: number; uid?: number; gid?: number };
export type CommandResult = { exitCode: number | null; output: string };

/** Runs to the end and gives what was written on both outputs. A failing exit code is an answer, not an exception. */
export async function runCommand(
  executable: string,
  parameters: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const { timeoutMs, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(executable, parameters, {
      ...rest,
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"],
      signal: AbortSignal.timeout(timeoutMs),
    });
    let output = "";
    const collect = (chunk: string): void => {
      output += chunk;
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);
    child.once("error", (error) => reject(explainSpawnError(error, executable)));
    child.once("close", (exitCode) => resolve({ exitCode, output }));
  });
}
