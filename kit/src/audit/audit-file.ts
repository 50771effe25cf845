import { type Envelope, instantSchema } from "@purser/contract";
import { z } from "zod";
import { checkpointSchema } from "./checkpoint.ts";

/**
 * The fields of a row as a database has them, whatever stands there, as the hashes of heads are: what was altered, or what a
 * newer version wrote, is for the chain to judge.
 */
export const auditRowSchema = z.strictObject({
  tenant: z.string(),
  caseId: z.string(),
  seq: z.int(),
  at: z.string(),
  kind: z.string(),
  v: z.int(),
  writer: z.string(),
  epoch: z.int(),
  actorId: z.string(),
  dedupeKey: z.string().nullable(),
  commitment: z.string(),
  previousHash: z.string(),
  hash: z.string(),
} satisfies Record<keyof Envelope, z.ZodType>);
export type AuditRow = z.infer<typeof auditRowSchema>;

/**
 * An audit file is a JSON value on each line: the header, all checkpoints in their order, then case by case in the order
 * of their ids what is known of its head and its rows, and the end. It holds no body, and so no personal data.
 */
export const auditLineSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("audit"),
    form: z.literal(1),
    tenant: z.string(),
    madeAt: instantSchema,
    purser: z.string(),
    /** The key that signs this deployment's checkpoints, base64. */
    publicKey: z.string(),
  }),
  z.strictObject({ kind: z.literal("checkpoint"), checkpoint: checkpointSchema }),
  z.strictObject({
    kind: z.literal("case"),
    caseId: z.string(),
    /** The head that the case names now; null when only checkpoints or rows know of it. */
    head: z.strictObject({ version: z.int(), hash: z.string() }).nullable(),
    /** The head in each checkpoint that names the case. */
    checkpoints: z.array(z.strictObject({ number: z.int(), version: z.int(), hash: z.string() })),
  }),
  z.strictObject({ kind: z.literal("event"), row: auditRowSchema }),
  z.strictObject({ kind: z.literal("end"), cases: z.int(), events: z.int() }),
]);
export type AuditLine = z.infer<typeof auditLineSchema>;
export type AuditLineOf<Kind extends AuditLine["kind"]> = Extract<AuditLine, { kind: Kind }>;

/** The first entry of an audit file that does not hold: which, and on which line; 0 for one that is missing. */
export type AuditFileProblem = { line: number; where: string; what: string };
export type AuditFileReport = {
  cases: number;
  events: number;
  checkpoints: number;
  publicKey: string | null;
  problem: AuditFileProblem | null;
};

/** Thrown inside, and told as the report's problem. */
export class AuditProblem extends Error {
  readonly problem: AuditFileProblem;

  constructor(line: number, where: string, what: string) {
    super(`${where}: ${what}`);
    this.problem = { line, where, what };
  }
}

/** An audit file's lines, one at a time; the header is read when it is opened. */
export class AuditReader {
  readonly #lines: AsyncIterator<string>;
  #next: AuditLine | null = null;
  line = 0;

  constructor(lines: AsyncIterable<string>) {
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** The next line, which is not passed yet; null at the end of the file. */
  async peek(): Promise<AuditLine | null> {
    if (this.#next !== null) return this.#next;
    const read = await this.#lines.next();
    if (read.done === true) return null;
    this.line += 1;
    this.#next = this.#parse(read.value);
    return this.#next;
  }

  /** Passes the next line when it is of this kind; null otherwise. */
  async take<Kind extends AuditLine["kind"]>(kind: Kind): Promise<AuditLineOf<Kind> | null> {
    const next = await this.peek();
    if (next === null || !isOfKind(next, kind)) return null;
    this.#next = null;
    return next;
  }

  #parse(text: string): AuditLine {
    try {
      return auditLineSchema.parse(JSON.parse(text));
    } catch {
      throw new AuditProblem(this.line, `line ${this.line}`, "It has not the form of a line of an audit file.");
    }
  }
}

function isOfKind<Kind extends AuditLine["kind"]>(line: AuditLine, kind: Kind): line is AuditLineOf<Kind> {
  return line.kind === kind;
}
