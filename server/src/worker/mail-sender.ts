import type { OutboxId, PauseId, PendingVersionId } from "@purser/contract";
import { hours, type Mail, type Mailer, type MailResult, minutes } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import { type Person, roleNow } from "../blueprint/settings/people.ts";
import { whenInShop } from "../blueprint/sentences/when-in-shop.ts";
import type { OutboxClaim, VersionMailClaim } from "../cases/case-store.ts";
import { answerLink } from "../conversations/pauses/answer-link.ts";
import { listPendingVersions } from "../conversations/versions/pending-versions.ts";
import { mayApprove } from "../guardrails/approver-role.ts";
import { readCaseNow } from "../conversations/read-case-now.ts";
import { readMailTarget } from "../cases/mail-target.ts";
import { isUnreadable, setAside } from "./unreadable-row.ts";
import type { World } from "./world.ts";
import { errorFields } from "../trace/error-fields.ts";

export type MailSenderOptions = {
  /** Where people reach this deployment: links begin with it. */
  publicUrl: string;
  pollMs: number;
};

/** Longer than a mail may take, so that no two senders have one in hand. */
const leaseMs = minutes(2);
const rowsAtOnce = 5;
/** GUARANTEES section 9: how many mails nobody asked for one address may get in an hour. */
const perRecipient = [{ limit: 5, windowMs: hours(1) }] as const;
const firstRetryMs = minutes(1);
const longestRetryMs = hours(1);
const attempts = 30;
const longestSubject = 150;

type Sending = Pick<World, "tenant" | "workerId" | "store" | "blueprints" | "deploymentSecret" | "sleep" | "log">;

type Recipient = Person & { id: string; email: string };
/** What a mail says; the greeting goes on after the recipient's name. */
type Words = { subject: string; greeting: string; lines: readonly string[] };

/** A row of the outbox that is a mail, whatever it is about. */
type DueRow = { tenant: string; outboxId: OutboxId; attempts: number };
type Sent = {
  personId: string;
  /** Null when there is nothing to say any more. */
  words: (recipient: Recipient) => Promise<Words | null>;
  about: Readonly<Record<string, string>>;
  settle: (result: MailResult) => Promise<void>;
};

/**
 * Sends the mails that are committed in the outbox, beside the workers: however long a mail system takes, no case waits
 * for it. A mail whose question is over is not sent; one that may have been sent goes again under the same id.
 */
export class MailSender {
  readonly #world: Sending;
  readonly #mailer: Mailer;
  readonly #options: MailSenderOptions;
  readonly #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(world: Sending, mailer: Mailer, options: MailSenderOptions) {
    this.#world = world;
    this.#mailer = mailer;
    this.#options = options;
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const isBusy = await this.sendDue().catch((error: unknown) => {
        this.#world.log("error", "mail.failed", errorFields(error));
        return false;
      });
      if (!isBusy) await this.#world.sleep(this.#options.pollMs, this.#stopping.signal);
    }
  }

  /** Sends what is due now; true when there was something. */
  async sendDue(): Promise<boolean> {
    const { store, tenant, workerId } = this.#world;
    const rows = await store.claimOutbox({ tenant, workerId, leaseMs, limit: rowsAtOnce, kinds: ["mail"] });
    const versions = await store.claimVersionMails(tenant, leaseMs, rowsAtOnce);
    await Promise.all([
      ...rows.map((row) => this.#tellFailure({ caseId: row.caseId }, this.#sendRow(row))),
      ...versions.map((row) => this.#tellFailure({ pendingId: row.pendingId }, this.#sendVersion(row))),
    ]);
    return rows.length + versions.length > 0;
  }

  /** What stopped one mail stops no other; its row comes back when its lease is over. */
  async #tellFailure(about: { caseId: string } | { pendingId: string }, sending: Promise<void>): Promise<void> {
    await sending.catch((error: unknown) =>
      this.#world.log("error", "mail.failed", { ...about, ...errorFields(error) }),
    );
  }

  async #sendRow(row: OutboxClaim): Promise<void> {
    const { caseId } = row;
    try {
      const { pauseId, personId } = readMailTarget(row.target);
      await this.#send(row, {
        personId,
        words: (recipient) => (pauseId === null ? this.#mention(row) : this.#question(row, pauseId, recipient)),
        about: { caseId },
        settle: (result) => this.#record(row, result),
      });
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      await setAside(row, error, this.#world);
    }
  }

  /** No log says what became of it: it is told at the desk too, which shows what waits. */
  async #sendVersion({ pendingId, personId, ...row }: VersionMailClaim): Promise<void> {
    const { tenant, store, log } = this.#world;
    return this.#send(
      { ...row, tenant },
      {
        personId,
        words: () => this.#version(pendingId),
        about: { pendingId },
        settle: async ({ kind }) => {
          if (kind !== "accepted") log("warn", "mail.not-delivered", { pendingId, kind });
          await store.dropOutbox(row.outboxId);
        },
      },
    );
  }

  async #send(row: DueRow, { personId, words: wordsFor, about, settle }: Sent): Promise<void> {
    const { people, mail: sender } = this.#world.blueprints.inForce().settings;
    const person = people[personId];
    const recipient = person?.email === undefined ? null : { ...person, email: person.email, id: personId };
    const words = recipient === null ? null : await wordsFor(recipient);
    if (words === null || recipient === null || sender === undefined)
      return settle({ kind: "refused", detail: "There was nobody to mail it to, or nothing to say any more." });
    if (!(await this.#takeTurn(row, recipient.email))) return this.#putOff(row, firstRetryMs);
    const mail = this.#compose(row, words, recipient);
    const result = await this.#mailer.send({ ...mail, from: { name: sender.name, address: sender.from } });
    if (result.kind === "accepted" || result.kind === "refused" || row.attempts >= attempts) return settle(result);
    this.#world.log("warn", "mail.put-off", { ...about, kind: result.kind, attempts: row.attempts });
    return this.#putOff(row, Math.min(longestRetryMs, firstRetryMs * 2 ** (row.attempts - 1)));
  }

  async #takeTurn({ tenant, outboxId }: DueRow, address: string): Promise<boolean> {
    // The address stands in no row in plain text.
    const key = `mail/${hashOf({ address: address.toLowerCase() })}`;
    const turn = { key, turnId: outboxId, rates: perRecipient };
    return (await this.#world.store.takeTurn(tenant, turn)).retryAfterMs === 0;
  }

  #putOff({ outboxId }: DueRow, delayMs: number): Promise<void> {
    return this.#world.store.postponeOutbox(outboxId, delayMs);
  }

  async #record({ tenant, caseId, outboxId }: OutboxClaim, { kind, detail }: MailResult): Promise<void> {
    const { store, workerId, log } = this.#world;
    if (kind !== "accepted") log("warn", "mail.not-delivered", { caseId, kind });
    const row = await store.readCase(tenant, caseId);
    const delivered = kind === "accepted" || kind === "refused" ? kind : ("unknown" as const);
    const result = await store.appendInlet({
      tenant,
      caseId,
      subjectId: row?.customerId ?? caseId,
      actorId: workerId,
      dedupeKey: hashOf({ delivered: outboxId }),
      events: [{ kind: "message.delivered", body: { outboxId, state: delivered, detail: detail.slice(0, 500) } }],
      open: null,
      expectedVersion: null,
      notAfter: null,
      pauses: [],
      outboxDone: outboxId,
    });
    // The case was erased meanwhile: there is no log left that could say so.
    if (result.kind === "overtaken") await store.dropOutbox(outboxId);
  }

  /** What is asked, with the person's own link to answer by; null when it is over. */
  async #question({ tenant, caseId }: OutboxClaim, pauseId: PauseId, { id }: Recipient): Promise<Words | null> {
    const { state } = await readCaseNow(caseId, this.#world);
    const pause = state.pauses.find((candidate) => candidate.pauseId === pauseId);
    const { settings } = this.#world.blueprints.inForce();
    const { people, singleOperator } = settings;
    const role = roleNow(people, id, null);
    // Whoever has lost the role since it was asked is told nothing of it.
    if (pause === undefined || pause.mayAnswer.kind === "customer" || role === null) return null;
    if (!mayApprove(role, pause.mayAnswer.role, singleOperator)) return null;
    const link = answerLink({ tenant, pause, personId: id }, this.#world.deploymentSecret, this.#options.publicUrl);
    const { title, text, reasons } = pause.shown;
    return {
      subject: `approval asked – ${title}`,
      greeting: "your approval is asked",
      lines: [
        text,
        reasons.map((reason) => `Because: ${reason}`).join("\n"),
        `Read it and answer here, until ${whenInShop(pause.expiresAt, settings)}:`,
        link,
        "Nothing happens until you answer on that page. The link is yours alone, and good for one answer.",
      ],
    };
  }

  /** The note that names the person, with a link to its case; null when it has been erased. */
  async #mention({ tenant, caseId, seq }: OutboxClaim): Promise<Words | null> {
    const [event] = await this.#world.store.readEventsAt(tenant, caseId, [seq]);
    if (event?.kind !== "note.added") return null;
    const { by, text } = event.body;
    const link = new URL(`/desk/cases/${caseId}`, this.#options.publicUrl).href;
    return { subject: `${by} mentioned you`, greeting: `${by} mentioned you in a note`, lines: [text, link] };
  }

  /** What a version would permit, with the way to where it is decided on; null when it waits no more. */
  async #version(pendingId: PendingVersionId): Promise<Words | null> {
    const { pending } = await listPendingVersions(this.#world);
    const found = pending.find((each) => each.pendingId === pendingId);
    if (found?.state !== "waiting") return null;
    const { by, why, widenings } = found;
    return {
      subject: `a second person is asked – ${why}`,
      greeting: `${by} made a version that permits more, and asks a second person to put it in force`,
      lines: [
        why,
        widenings.map((widening) => `It would permit: ${widening}`).join("\n"),
        "Read what it would do, and put it in force or refuse it, here:",
        new URL("/desk/blueprint/versions", this.#options.publicUrl).href,
        "Nothing changes until somebody else than who made it says so there.",
      ],
    };
  }

  #compose({ outboxId }: DueRow, { subject, greeting, lines }: Words, person: Recipient): Omit<Mail, "from"> {
    const { name, mail } = this.#world.blueprints.inForce().settings;
    const text = [`${person.name}, ${greeting}:`, ...lines].filter((line) => line !== "").join("\n\n");
    return {
      to: person.email,
      subject: `${name}: ${subject}`.replaceAll(/\p{Cc}+/gu, " ").slice(0, longestSubject),
      text: `${text}\n`,
      messageId: `${outboxId}@${mail?.from.split("@").at(-1) ?? "localhost"}`,
    };
  }
}
