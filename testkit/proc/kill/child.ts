import { type ChildProcess, fork } from "node:child_process";
import { type Report, reportSchema } from "./child-options.ts";

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** A process of ours, with what it tells. */
export class Child {
  readonly reports: Report[] = [];
  readonly exited: Promise<Exit>;
  /** Settles with the addresses that it serves; rejects when it ends before. */
  readonly ready: Promise<Readonly<Record<string, string>>>;
  readonly #process: ChildProcess;
  #onReport: (report: Report) => void = () => undefined;
  #hasExited = false;
  /** What it wrote to its standard error stream. */
  #said = "";

  constructor(script: string, options: object) {
    this.#process = fork(script, [JSON.stringify(options)], {
      execArgv: [],
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    });
    this.#process.stderr?.setEncoding("utf8").on("data", (text: string) => (this.#said += text));
    this.exited = new Promise((resolve) =>
      this.#process.once("exit", (code, signal) => {
        this.#hasExited = true;
        resolve({ code, signal });
      }),
    );
    this.ready = new Promise((resolve, reject) => {
      this.#process.on("message", (message) => {
        const report = reportSchema.parse(message);
        this.reports.push(report);
        if (report.kind === "ready") resolve(report.urls);
        this.#onReport(report);
      });
      void this.exited.then(({ code, signal }) =>
        reject(new Error(`${script} ended: ${code ?? signal}\n${this.#said}`)),
      );
    });
    this.ready.catch(() => undefined);
  }

  onReport(listener: (report: Report) => void): void {
    this.#onReport = listener;
  }

  send(message: object): void {
    this.#process.send(message);
  }

  signal(name: NodeJS.Signals): void {
    if (!this.#hasExited) this.#process.kill(name);
  }

  get hasExited(): boolean {
    return this.#hasExited;
  }

  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.exited;
  }
}
