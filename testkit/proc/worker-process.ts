import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { caseIdSchema, hashSchema } from "@purser/contract";
import { z } from "zod";
import { larkspurDirectory } from "../scenarios/larkspur.ts";

const call = { caseId: caseIdSchema, call: z.int().positive(), name: z.string() };
const whenSchema = z.enum(["before", "after"]);
const reportSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ready"), blueprintHash: hashSchema }),
  z.strictObject({ kind: z.literal("claimed"), caseId: caseIdSchema, epoch: z.int() }),
  z.strictObject({ kind: z.literal("called"), ...call }),
  z.strictObject({ kind: z.literal("stopped"), ...call, when: whenSchema }),
  z.strictObject({
    kind: z.literal("log"),
    level: z.string(),
    event: z.string(),
    fields: z.record(z.string(), z.json()),
  }),
]);
export type Report = z.infer<typeof reportSchema>;
export type ReportOf<Kind extends Report["kind"]> = Extract<Report, { kind: Kind }>;

/** Where a case stops: its so many-th call to a port, and on which side of it. */
export type StopAt = { call: number; when: "before" | "after" };
export type CasePlan = { urls: Readonly<Record<string, string>>; stopAt: StopAt | null };

export type OpenRequest = { databaseUrl: string; masterKey: Uint8Array; leaseMs: number; concurrency: number };

/** A worker in a process of its own; what it tells is kept in `reports`. */
export class WorkerProcess {
  readonly reports: Report[] = [];
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly #process: ChildProcess;

  constructor() {
    const script = fileURLToPath(new URL("worker-child.mjs", import.meta.url));
    this.#process = fork(script, [larkspurDirectory], { execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.exited = new Promise((resolve) => this.#process.once("exit", (code, signal) => resolve({ code, signal })));
    this.#process.on("message", (message) => this.reports.push(reportSchema.parse(message)));
  }

  get hasExited(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  of<Kind extends Report["kind"]>(kind: Kind): readonly ReportOf<Kind>[] {
    const isOfKind = (report: Report): report is ReportOf<Kind> => report.kind === kind;
    return this.reports.filter(isOfKind);
  }

  open({ masterKey, ...request }: OpenRequest): void {
    this.#process.send({ kind: "open", ...request, masterKey: Buffer.from(masterKey).toString("hex") });
  }

  play(cases: Readonly<Record<string, CasePlan>>): void {
    this.#process.send({ kind: "play", cases });
  }

  /** What stood still goes on, and nothing stands still any more. */
  letGo(): void {
    this.#process.send({ kind: "letGo" });
  }

  /** An orderly end: what is under way is finished. */
  stop(): void {
    this.#process.send({ kind: "stop" });
  }

  signal(name: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void {
    this.#process.kill(name);
  }
}
