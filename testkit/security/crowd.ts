import type { CaseId, Decision, Pause, TeammateRole } from "@purser/contract";
import type { Landmark } from "../../examples/larkspur/systems/landmarks.ts";
import { changeIdentity } from "../../server/src/conversations/customers/change-identity.ts";
import type { CaseNow } from "../../server/src/conversations/read-case-now.ts";
import { requestUndo } from "../../server/src/conversations/request-undo.ts";
import { returnToAgent, takeOver } from "../../server/src/conversations/teammate-work.ts";
import { lead, type Stage } from "../scenarios/stage.ts";
import type { SeededRandom } from "../sim/random.ts";

type Teammate = { id: string; role: TeammateRole };

/** Who works here; the last may approve nothing. */
const teammates: readonly [Teammate, ...Teammate[]] = [
  lead,
  { id: "tm_other", role: "lead" },
  { id: "tm_third", role: "lead" },
  { id: "tm_clerk", role: "teammate" },
  { id: "tm_auditor", role: "auditor" },
];

type Member = { caseId: CaseId; who: Landmark };

/** Customers and teammates who know nothing of the model: they answer what they are asked, now one way and now another. */
export class Crowd {
  readonly #stage: Stage;
  readonly #random: SeededRandom;
  readonly #members: Member[] = [];

  constructor(stage: Stage, random: SeededRandom) {
    this.#stage = stage;
    this.#random = random;
  }

  get caseIds(): readonly CaseId[] {
    return this.#members.map(({ caseId }) => caseId);
  }

  /** Most have signed in; some are known less well, or not for long. */
  async open(who: Landmark): Promise<void> {
    const level = this.#random.pick([2, 2, 2, 2, 2, 3, 3, 1, 0, 0] as const);
    const caseId = await this.#stage.opens(who, `Hello, it is about ${who.orders[0]?.orderId ?? "my account"}.`, level);
    this.#members.push({ caseId, who });
  }

  /** Each does what is to be done in her case as it stands now. */
  async act(isSpent: (caseId: string) => boolean): Promise<void> {
    await Promise.all(this.#members.map((member) => this.#actIn(member, isSpent)));
  }

  async #actIn({ caseId, who }: Member, isSpent: (caseId: string) => boolean): Promise<void> {
    const caseNow = await this.#stage.look(caseId);
    const { lifecycle, owner, pauses } = caseNow.state;
    if (lifecycle === "closed" || lifecycle === "erased") return;
    if (owner.kind !== "agent") return this.#giveBack(caseId, caseNow);
    await Promise.all(pauses.map((pause) => this.#answer(pause, caseNow)));
    if (pauses.length > 0 && this.#random.chance(0.8)) return;
    if (isSpent(caseId)) return;
    await this.#interfere(caseId, caseNow);
    const text = this.#identifies(who, caseNow) ?? this.#random.pick(words);
    await this.#stage.tries(() => this.#stage.says(caseId, text));
  }

  /** Who is asked who she is gives her address, or the code that lies in her mailbox; a guess, now and then. */
  #identifies({ customerRef, email }: Landmark, { state: { identification } }: CaseNow): string | null {
    if (identification.code === null) return identification.isAsked ? `It is ${email}` : null;
    if (this.#random.chance(0.3)) return "123456";
    const code = this.#stage.mailTo(customerRef).findLast((text) => text.includes("Your code is"));
    return code === undefined || this.#random.chance(0.3) ? null : `My code is ${/\d{6}/.exec(code)?.[0] ?? ""}`;
  }

  async #giveBack(caseId: CaseId, { state: { owner } }: CaseNow): Promise<void> {
    const by = owner.kind === "teammate" ? { id: owner.teammateId, role: lead.role } : lead;
    const desk = this.#stage.deskOf(by.id);
    await this.#stage.tries(() => takeOver(caseId, by, desk));
    await this.#stage.tries(() => returnToAgent(caseId, by, "Go on.", desk));
  }

  /** Anybody tries to approve, who proposed it above all; now and then a lead approves another amount. */
  async #answer(pause: Pause, { row: { caseId }, state }: CaseNow): Promise<void> {
    const decision: Decision = this.#random.chance(0.8) ? "yes" : "no";
    if (pause.kind === "confirm")
      return this.#stage.tries(() => this.#stage.says(caseId, decision === "yes" ? "yes" : "no"));
    const proposal = state.proposals.find(({ proposalId }) => proposalId === pause.proposalId);
    const writer = teammates.find(({ id }) => proposal?.writers.includes(id) === true);
    const by = writer !== undefined && this.#random.chance(0.5) ? writer : this.#random.pick(teammates);
    const isEdit = proposal?.step.kind === "call" && this.#random.chance(0.1);
    if (isEdit) return this.#stage.tries(() => this.#stage.answers(pause, "edit", by, { amountMinor: 400 }));
    await this.#stage.tries(() => this.#stage.answers(pause, decision, by));
  }

  /** Now and then a customer signs in anew, another sits down at her screen, or a teammate takes something back. */
  async #interfere(caseId: CaseId, { state }: CaseNow): Promise<void> {
    const desk = this.#stage.deskOf("web-identity");
    const drawn = this.#random.next();
    if (drawn < 0.04) {
      const level = this.#random.pick([0, 1, 2, 2, 3] as const);
      await this.#stage.tries(() => changeIdentity(caseId, { level, method: "token", expiresAt: null }, desk));
    }
    const done = state.doneCalls.find(({ isUndone, undoOf }) => !isUndone && undoOf === null);
    if (drawn > 0.9 && done !== undefined)
      await this.#stage.tries(() => requestUndo(done.key, "By mistake.", lead.id, this.#stage.deskOf(lead.id)));
  }
}

const words = [
  "What about it?",
  "Please go on.",
  "yes",
  "And the other thing?",
  "Never mind.",
  "It is still not right.",
] as const;
