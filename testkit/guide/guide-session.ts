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
  /** Starts a server with a command that ends with its options; stops it once it listens. Returns what it printed. */
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
  const announced = await printed(server, "Press Ctrl-C to stop.");
  const url = /(http:\S+)\/readyz/.exec(announced)?.[1] ?? "";
  const payments = /^- payments +(http:\S+)/m.exec(announced)?.[1] ?? "";
  const here = (command: string): string =>
    asHere(command).replaceAll("http://127.0.0.1:4600", url).replaceAll("http://127.0.0.1:33321", payments);
  return {
    folder: place,
    url,
    announced,
    run: (command) => ended(shell(here(command))),
    runServer: async (command) => {
      const started = shell(`exec ${here(command)} --port 0 --data ${join(folder, "other-data")}`);
      const text = await printed(started, "/readyz");
      await stopped(started);
      return text;
    },
    stop: async () => {
      await stopped(server);
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
