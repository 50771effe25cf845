import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(root, "server/bin/purser.js");

export type Ran = { code: number | null; output: string };

/** A reader's terminal: a folder like this repository, in which the example runs. */
export type GuideSession = {
  folder: string;
  url: string;
  /** What `npm start` has printed. */
  announced: string;
  run: (command: string) => Promise<Ran>;
  /**
   * Starts a server or a worker with a command that ends with its options; returns what it printed. Stops it once it is
   * up, unless the command names its data: then later commands may ask it, and it goes on until the end.
   */
  runServer: (command: string) => Promise<string>;
  stop: () => Promise<void>;
};

/** Lays out the folder and starts the example in it, as `npm start` does, at a free port. */
export async function openGuideSession(): Promise<GuideSession> {
  const folder = mkdtempSync(join(tmpdir(), "purser-reader-"));
  const place = join(folder, "repository");
  mkdirSync(place, { mode: 0o755 });
  cpSync(join(root, "examples/larkspur"), join(place, "examples/larkspur"), {
    recursive: true,
    filter: (path) => !path.includes("node_modules") && !path.includes("dist"),
  });
  symlinkSync(join(root, "node_modules"), join(place, "node_modules"));
  writeFileSync(join(place, "package.json"), '{ "purser": { "blueprint": "examples/larkspur" } }\n');
  const shell = (command: string): ChildProcess =>
    spawn("bash", ["-c", command], { cwd: place, env: cleanEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
  const server = shell(`exec ${asHere("npx --no-install purser dev --port 0")}`);
  const goingOn = [server];
  const announced = await printed(server, "Press Ctrl-C to stop.");
  const url = /(http:\S+)\/readyz/.exec(announced)?.[1] ?? "";
  const addressOf = (system: string): string => new RegExp(`^- ${system} +(http:\\S+)`, "m").exec(announced)?.[1] ?? "";
  const [, email = ""] = /^- customer .*, (\S+@[^\s,]+)/m.exec(announced) ?? [];
  for (const kept of ["backups", "keys"]) mkdirSync(join(folder, kept));
  cpSync(join(place, ".purser/key"), join(folder, "keys/purser.key"));
  const here = (command: string): string =>
    asHere(command)
      .replaceAll("http://127.0.0.1:4600", url)
      .replaceAll("http://127.0.0.1:33321", addressOf("payments"))
      .replaceAll("http://127.0.0.1:33230", addressOf("mail"))
      .replaceAll(/\bEMAIL\b/g, email)
      .replaceAll(/ (?=\/(?:backups|keys|data)\/)/g, ` ${folder}`);
  return {
    folder: place,
    url,
    announced,
    run: (command) => ended(shell(here(command))),
    runServer: async (command) => {
      const hasData = command.includes("--data ");
      const data = hasData ? "" : ` --data ${join(folder, "other-data")}`;
      const isWorker = /purser worker\b/.test(command);
      const started = shell(`exec ${here(command)}${isWorker ? "" : " --port 0"}${data}`);
      const text = await printed(started, "Database");
      if (hasData) goingOn.push(started);
      else await stopped(started);
      return text;
    },
    stop: async () => {
      for (const started of goingOn) await stopped(started);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The same program without npx, which takes its time to find it. */
function asHere(command: string): string {
  return command.replaceAll("npx --no-install purser", `${process.execPath} ${bin}`);
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, PURSER_KEY: _key, PURSER_API_KEY: _apiKey, PURSER_URL: _url, ...rest } = process.env;
  return rest;
}

function printed(child: ChildProcess, words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const add = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes(words)) resolve(text);
    };
    child.stdout?.on("data", add);
    child.stderr?.on("data", add);
    child.once("close", () => reject(new Error(`It ended: ${text}`)));
  });
}

function ended(child: ChildProcess): Promise<Ran> {
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

async function stopped(child: ChildProcess): Promise<void> {
  const end = ended(child);
  child.kill("SIGINT");
  await end;
}
