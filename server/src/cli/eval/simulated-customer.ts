import type { CaseEvent, JsonObject } from "@purser/contract";
import type { SeededChance, Stage } from "@purser/kit";
import { render } from "../../blueprint/render.ts";
import { type Eval, type EvalAnswer, startState } from "../../blueprint/evals.ts";
import type { Settings } from "../../blueprint/settings/settings.ts";

/** Whom an eval is about, for one seed, and how her texts are filled. */
export type Persona = { customerRef: string; data: JsonObject };

/** What the other people of an eval have still to do. */
type Open = { confirm: boolean; approve: boolean };

/**
 * Plays one conversation: she says her first sentence, and then answers what she is told and asked, by the states and
 * patterns of the eval. It ends when there is nothing left that she would answer, or when she has written enough.
 */
export class SimulatedCustomer {
  readonly #eval: Eval;
  readonly #persona: Persona;
  readonly #settings: Settings;
  readonly #used = new Map<EvalAnswer, number>();
  #state = startState;
  #written = 0;
  #turns = 0;
  #confirmed = 0;
  #approved = 0;
  /** The last event that she has reacted to. */
  #seen = 0;

  constructor(played: Eval, persona: Persona, settings: Settings) {
    this.#eval = played;
    this.#persona = persona;
    this.#settings = settings;
  }

  async play(stage: Stage): Promise<void> {
    const { customer, faults, says, messages } = this.#eval;
    for (const { system, rule } of faults) await stage.fault(system, rule);
    this.#written += 1;
    await stage.openCase({
      customerRef: this.#persona.customerRef,
      level: customer.level,
      text: this.#text(pick(says, stage.chance)),
    });
    do await stage.untilQuiet();
    while (this.#written < messages && (await this.#reacts(stage)));
  }

  /** One thing that somebody does about what has happened; false when there is nothing to do. */
  async #reacts(stage: Stage): Promise<boolean> {
    const log = await stage.log();
    const open = openIn(log);
    const { confirms, approves } = this.#eval;
    const confirm = confirms[Math.min(this.#confirmed, confirms.length - 1)];
    if (open.confirm && confirm !== undefined) {
      this.#confirmed += 1;
      if (typeof confirm === "string") await stage.customerAnswers(confirm, { kind: "button" });
      else await this.#writes(confirm.say, stage);
      return true;
    }
    const approve = approves[Math.min(this.#approved, approves.length - 1)];
    if (open.approve && approve !== undefined) {
      this.#approved += 1;
      await stage.teammateAnswers(approve);
      return true;
    }
    const heard = log.flatMap((event) =>
      event.kind === "message.sent" && event.seq > this.#seen ? [event.body.text] : [],
    );
    this.#seen = log.at(-1)?.seq ?? 0;
    const answer = heard.length === 0 ? undefined : this.#answerTo(heard.join("\n"));
    if (answer !== undefined) {
      this.#used.set(answer, (this.#used.get(answer) ?? 0) + 1);
      this.#state = answer.next ?? this.#state;
      await this.#writes(pick(answer.say, stage.chance), stage);
      return true;
    }
    const turn = this.#eval.turns[this.#turns];
    if (turn === undefined) return false;
    this.#turns += 1;
    await this.#writes(turn, stage);
    return true;
  }

  #answerTo(heard: string): EvalAnswer | undefined {
    return this.#eval.answers.find(
      (answer) =>
        (answer.in === undefined || answer.in === this.#state) &&
        (this.#used.get(answer) ?? 0) < answer.times &&
        new RegExp(answer.when, "iu").test(heard),
    );
  }

  async #writes(template: string, stage: Stage): Promise<void> {
    this.#written += 1;
    await stage.customerSays(this.#text(template));
  }

  #text(template: string): string {
    return render(template, this.#persona.data, this.#settings);
  }
}

function pick(texts: readonly string[], chance: SeededChance): string {
  return texts[chance.int(0, texts.length - 1)] ?? "";
}

/** Whether somebody is asked to confirm or to approve, as the log has it. */
function openIn(log: readonly CaseEvent[]): Open {
  const open = new Map<string, "confirm" | "approve">();
  for (const event of log) {
    if (event.kind === "pause.opened") {
      const { pauseId, kind } = event.body.pause;
      if (kind === "confirm" || kind === "approve") open.set(pauseId, kind);
    } else if (endsPause(event)) {
      const { pauseId } = event.body;
      if (pauseId !== null) open.delete(pauseId);
    }
  }
  const kinds = [...open.values()];
  return { confirm: kinds.includes("confirm"), approve: kinds.includes("approve") };
}

type PauseEnd = Extract<
  CaseEvent,
  { kind: "pause.answered" | "pause.expired" | "pause.withdrawn" | "pause.superseded" }
>;

function endsPause(event: CaseEvent): event is PauseEnd {
  return ["pause.answered", "pause.expired", "pause.withdrawn", "pause.superseded"].includes(event.kind);
}
