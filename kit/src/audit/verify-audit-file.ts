import { caseIdSchema, genesisHash, type Hash, hashSchema } from "@purser/contract";
import { type AuditFileReport, type AuditLineOf, AuditProblem, AuditReader } from "./audit-file.ts";
import { type Checkpoint, checkpointProblem, HeadsDigest } from "./checkpoint.ts";
import { chainStart, verifyChain } from "./verify-chain.ts";

export type VerifyOptions = {
  /** The key that an auditor has kept; without it the one in the file is taken as true. */
  publicKey: string | null;
  /** An earlier audit file of the same deployment: what it knows must be in this one too. */
  earlier: AsyncIterable<string> | null;
};

/**
 * Verifies an audit file by itself, without a database: every link of every log, every checkpoint's signature and place,
 * and that each log has at the version of a checkpoint the hash that the checkpoint names. Tells the first that does not
 * hold. One line is in memory at a time, and a digest for each checkpoint.
 */
export async function verifyAuditFile(lines: AsyncIterable<string>, options: VerifyOptions): Promise<AuditFileReport> {
  const report: AuditFileReport = { cases: 0, events: 0, checkpoints: 0, publicKey: null, problem: null };
  try {
    await new Verification(new AuditReader(lines), options, report).run();
  } catch (error) {
    if (!(error instanceof AuditProblem)) throw error;
    report.problem = error.problem;
  }
  return report;
}

/** What a log must have been at a version, and who says so. */
type Expected = { version: number; hash: string; by: string };

class Verification {
  readonly #file: AuditReader;
  readonly #options: VerifyOptions;
  readonly #report: AuditFileReport;
  readonly #digests = new Map<number, { checkpoint: Checkpoint; digest: HeadsDigest }>();
  #earlier: AuditReader | null = null;

  constructor(file: AuditReader, options: VerifyOptions, report: AuditFileReport) {
    this.#file = file;
    this.#options = options;
    this.#report = report;
  }

  async run(): Promise<void> {
    const header = await this.#file.take("audit");
    if (header === null) throw this.#problem("the header", "It is missing: this is no audit file.");
    const { publicKey } = header;
    this.#report.publicKey = publicKey;
    if (this.#options.publicKey !== null && this.#options.publicKey !== publicKey)
      throw this.#problem("the header", "It names another key than the one that was given.");
    await this.#readCheckpoints(header);
    if (this.#options.earlier !== null) await this.#openEarlier(this.#options.earlier, header);
    let last = "";
    for (let found = await this.#file.take("case"); found !== null; found = await this.#file.take("case")) {
      if (found.caseId <= last) throw this.#problem(found.caseId, `It stands after ${last}, out of its order.`);
      last = found.caseId;
      await this.#verifyCase(found);
    }
    await this.#atEnd();
  }

  async #readCheckpoints({ publicKey, tenant }: AuditLineOf<"audit">): Promise<void> {
    let previousHash: Hash = genesisHash;
    for (let read = await this.#file.take("checkpoint"); read !== null; read = await this.#file.take("checkpoint")) {
      const { checkpoint } = read;
      const where = `checkpoint ${checkpoint.number}`;
      if (checkpoint.number !== this.#report.checkpoints + 1)
        throw this.#problem(`checkpoint ${this.#report.checkpoints + 1}`, `In its place stands ${where}.`);
      const problem = checkpointProblem(checkpoint, publicKey);
      if (problem !== null) throw this.#problem(where, problem);
      if (checkpoint.tenant !== tenant) throw this.#problem(where, "It is of another tenant.");
      if (checkpoint.previousHash !== previousHash)
        throw this.#problem(where, "It does not name the checkpoint before it.");
      previousHash = checkpoint.hash;
      this.#report.checkpoints += 1;
      this.#digests.set(checkpoint.number, { checkpoint, digest: new HeadsDigest() });
    }
  }

  /** Its checkpoints must be the first of ours. */
  async #openEarlier(lines: AsyncIterable<string>, header: AuditLineOf<"audit">): Promise<void> {
    const earlier = new AuditReader(lines);
    const before = await earlier.take("audit");
    if (before === null) throw new AuditProblem(0, "the earlier file", "It is no audit file.");
    if (before.publicKey !== header.publicKey) throw this.#problem("the header", "The earlier file names another key.");
    for (let read = await earlier.take("checkpoint"); read !== null; read = await earlier.take("checkpoint")) {
      const { number, hash } = read.checkpoint;
      const now = this.#digests.get(number)?.checkpoint;
      if (now === undefined) throw missing(`checkpoint ${number}`, "The earlier file has it, and this one has not.");
      if (now.hash !== hash) throw this.#problem(`checkpoint ${number}`, "It is another one than in the earlier file.");
    }
    this.#earlier = earlier;
  }

  async #verifyCase({ caseId: name, head, checkpoints }: AuditLineOf<"case">): Promise<void> {
    const { line } = this.#file;
    const parsed = caseIdSchema.safeParse(name);
    if (!parsed.success) throw this.#problem(name, "That is no id of a case.");
    const caseId = parsed.data;
    const expected = await this.#expectedOf(caseId);
    for (const { number, version, hash } of checkpoints) {
      const signed = this.#digests.get(number);
      if (signed === undefined) throw this.#problem(caseId, `It names checkpoint ${number}, which is not here.`);
      const named = hashSchema.safeParse(hash);
      if (!named.success) throw this.#problem(caseId, `What checkpoint ${number} names as its head is no hash.`);
      signed.digest.add({ caseId, version, hash: named.data });
      expected.push({ version, hash, by: `checkpoint ${number}` });
    }
    if (head !== null) expected.push({ ...head, by: "its case" });
    let place = chainStart;
    for (let read = await this.#file.take("event"); read !== null; read = await this.#file.take("event")) {
      const found = verifyChain(caseId, [{ envelope: read.row, salt: null, body: null }], place);
      if (found.kind === "broken") throw this.#problem(`${caseId}, event ${found.seq}`, found.what);
      place = found.place;
      this.#report.events += 1;
      const differs = expected.find(({ version, hash }) => version === place.seq && hash !== place.hash);
      if (differs !== undefined)
        throw this.#problem(
          `${caseId}, event ${place.seq}`,
          `It is not the one that ${differs.by} knows: it was rewritten.`,
        );
    }
    const { seq } = place;
    const cut = expected.find(({ version }) => version > seq);
    if (cut !== undefined) {
      const what = `The log ends after event ${seq}, and ${cut.by} knows ${cut.version}.`;
      throw new AuditProblem(line, `${caseId}, event ${seq + 1}`, what);
    }
    if (head === null || head.version < seq)
      throw new AuditProblem(line, `${caseId}, event ${(head?.version ?? 0) + 1}`, "Its case does not know of it.");
    this.#report.cases += 1;
  }

  /** What the earlier file says of this case; a case that it has and we have passed is lost. */
  async #expectedOf(caseId: string): Promise<Expected[]> {
    const earlier = this.#earlier;
    if (earlier === null) return [];
    for (;;) {
      while ((await earlier.take("event")) !== null);
      const next = await earlier.peek();
      if (next?.kind !== "case" || next.caseId > caseId) return [];
      await earlier.take("case");
      if (next.caseId < caseId) throw missing(next.caseId, "The earlier file has this case, and this one has not.");
      return next.head === null ? [] : [{ ...next.head, by: "the earlier file" }];
    }
  }

  async #atEnd(): Promise<void> {
    const end = await this.#file.take("end");
    if (end === null) {
      const next = await this.#file.peek();
      throw this.#problem(
        next === null ? "the end" : `line ${this.#file.line}`,
        next === null ? "It is missing: the file is cut short." : `A ${next.kind} does not belong there.`,
      );
    }
    const { cases, events } = this.#report;
    if (end.cases !== cases || end.events !== events)
      throw this.#problem(
        "the end",
        `It counts ${end.cases} cases and ${end.events} events; ${cases} and ${events} are here.`,
      );
    if ((await this.#file.peek()) !== null) throw this.#problem(`line ${this.#file.line}`, "It stands after the end.");
    await this.#expectedOf("~");
    for (const { checkpoint, digest } of this.#digests.values()) {
      const { heads, headsDigest } = digest.end();
      if (heads === checkpoint.heads && headsDigest === checkpoint.headsDigest) continue;
      const what = `It was signed over ${checkpoint.heads} heads, and not over the ${heads} that are here: a case is lost, or was put in its place.`;
      throw missing(`checkpoint ${checkpoint.number}`, what);
    }
  }

  #problem(where: string, what: string): AuditProblem {
    return new AuditProblem(this.#file.line, where, what);
  }
}

function missing(where: string, what: string): AuditProblem {
  return new AuditProblem(0, where, what);
}
