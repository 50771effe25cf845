import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ProbePlace } from "./probe-worker.ts";

const script = fileURLToPath(new URL("../../../bin/conformance-worker.js", import.meta.url));

/** One worker process. A spare one is loaded and waits to be told where it works. */
class WorkerProcess {
  readonly #child: ChildProcess = fork(script, [], {
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  readonly #exited = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
  readonly #loaded = this.#says("loaded");
  readonly #begun = this.#says("begun");

  async begin(folder: string, place: ProbePlace): Promise<void> {
    const lost = this.#exited.then(() => "lost");
    if ((await Promise.race([this.#loaded, lost])) !== "lost") this.#child.send({ folder, place });
    if ((await Promise.race([this.#begun, lost])) === "lost")
      throw new Error("A worker process ended before it began.");
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exited;
  }

  #says(what: string): Promise<void> {
    return new Promise((resolve) => {
      this.#child.on("message", (message) => {
        if (message === what) resolve();
      });
    });
  }
}

/** The worker processes of one database: so many at work, and one that waits to take the place of the next that dies. */
export class WorkerProcesses {
  readonly #place: ProbePlace;
  readonly #count: number;
  #working: WorkerProcess[] = [];
  #spare: WorkerProcess | null = null;

  constructor(place: ProbePlace, count: number) {
    this.#place = place;
    this.#count = count;
  }

  async start(folder: string): Promise<void> {
    while (this.#working.length < this.#count) {
      const next = this.#spare ?? new WorkerProcess();
      this.#spare = new WorkerProcess();
      this.#working.push(next);
      await next.begin(folder, this.#place);
    }
  }

  /** Kills so many of those at work, as a machine that fails does. */
  async kill(count = this.#working.length): Promise<void> {
    const killed = this.#working.splice(0, count);
    await Promise.all(killed.map((worker) => worker.kill()));
  }

  async stop(): Promise<void> {
    await this.kill();
    await this.#spare?.kill();
    this.#spare = null;
  }
}
