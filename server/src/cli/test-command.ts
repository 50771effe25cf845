import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../bin/purser.js", import.meta.url));

export type Ended = { code: number | null; stdout: string; stderr: string };

/** The environment without anything that would lead a command elsewhere. */
function cleanEnvironment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const {
    DATABASE_URL: _database,
    PURSER_KEY: _key,
    PURSER_API_KEY: _apiKey,
    PURSER_SITE_KEY: _siteKey,
    PURSER_URL: _url,
    ...rest
  } = process.env;
  return { ...rest, ...more };
}

export function startCommand(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
  input: "ignore" | "pipe" = "ignore",
): ChildProcess {
  return spawn(process.execPath, [bin, ...args], {
    cwd,
    env: cleanEnvironment(environment),
    stdio: [input, "pipe", "pipe"],
  });
}

/** Runs a command to its end. */
export function runToEnd(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return ended(startCommand(args, cwd, environment));
}

export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

const endsWithinMs = 20_000;

/** Ends those of the commands that still run, as Ctrl-C does: the databases that they have started end with them. */
export async function endCommands(children: readonly ChildProcess[]): Promise<void> {
  const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;
  await Promise.all(
    children.filter(isRunning).map(async (child) => {
      const exited = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const impatience = setTimeout(() => child.kill("SIGKILL"), endsWithinMs);
      await exited;
      clearTimeout(impatience);
    }),
  );
}

/** Writes files below a folder, by their paths. */
export function writeTree(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A blueprint that takes no time to load: no tools, and one system of record. */
export const smallBlueprint: Readonly<Record<string, string>> = {
  "blueprint.yaml": "name: Corner shop\ncurrency: USD\n",
  "connections.yaml": "systems:\n  till: { kind: http }\n",
  "systems/start-systems.ts": `import { createServer } from "node:http";

export async function startSystems({ host = "127.0.0.1" }: { host?: string }) {
  const server = createServer((_request, response) => response.end("{}"));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = \`http://\${host}:\${port}\`;
  return { urls: { till: url }, controlUrl: url, landmarks: {}, stop: async () => void server.close() };
}
`,
};
