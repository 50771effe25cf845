import type { Tool } from "@purser/kit";
import { checkSteps } from "./checks/check-steps.ts";
import { checkTogether } from "./checks/check-together.ts";
import { compileExpression, conditionCheck, type Expression } from "./expression.ts";
import { checkArguments } from "./checks/check-arguments.ts";
import { type FactsFromOutside, isGivenFact, isKnownFact, knownFacts, whyNotGiven } from "./known-facts.ts";
import type { BlueprintLoad, BlueprintProblem } from "./reading/problem.ts";
import { type Condition, type Procedure, type ProcedureHeader, procedureHeaderSchema } from "./procedure.ts";
import type { BlueprintFile } from "./reading/read-files.ts";
import { templatePaths, whyNoTemplate } from "./render.ts";
import { type HeadedFile, readHeader } from "./reading/read-header.ts";

/**
 * Reads `procedures/*.md`: a typed header in YAML between two lines of three dashes, then prose. `tools` is null when
 * they could not be loaded; what the header says of tools and facts is then not checked. `outside` is null when it has mistakes of its
 * own: then any fact may be read out of messages.
 */
export function loadProcedures(
  files: readonly BlueprintFile[],
  tools: ReadonlyMap<string, Tool> | null,
  outside: FactsFromOutside | null,
): BlueprintLoad<ReadonlyMap<string, Procedure>> {
  const procedures = new Map<string, Procedure>();
  const readings: ProcedureReading[] = [];
  const problems: BlueprintProblem[] = [];
  for (const file of files.filter(({ path }) => path.startsWith("procedures/") && path.endsWith(".md"))) {
    const header = readHeader(file, procedureHeaderSchema, "A procedure");
    if (header.kind === "rejected") {
      problems.push(...header.problems);
      continue;
    }
    const reading = new ProcedureReading(file, header, { tools, outside });
    const procedure = reading.procedure();
    const first = procedures.get(procedure.name);
    if (first === undefined) procedures.set(procedure.name, procedure);
    else reading.add("PUR-2106", ["procedure"], `A procedure named ${procedure.name} stands in ${first.path} already.`);
    readings.push(reading);
  }
  problems.push(...readings.flatMap((reading) => reading.problems));
  if (problems.length === 0)
    for (const reading of readings) {
      reading.checkOffers(procedures);
      problems.push(...reading.problems);
    }
  return problems.length > 0 ? { kind: "rejected", problems } : { kind: "loaded", value: procedures };
}

type Header = HeadedFile<ProcedureHeader>;

/** One procedure with what is wrong in it; one that has problems is not to be used. */
class ProcedureReading {
  readonly problems: BlueprintProblem[] = [];
  readonly #file: BlueprintFile;
  readonly #header: Header;
  readonly #tools: ReadonlyMap<string, Tool> | null;
  readonly #outside: FactsFromOutside | null;

  constructor(
    file: BlueprintFile,
    header: Header,
    { tools, outside }: { tools: ReadonlyMap<string, Tool> | null; outside: FactsFromOutside | null },
  ) {
    this.#file = file;
    this.#header = header;
    this.#tools = tools;
    this.#outside = outside;
  }

  add(code: BlueprintProblem["code"], key: readonly PropertyKey[], message: string, offset = 0): void {
    const { line, column } = this.#header.placeOf(key);
    this.problems.push({ code, path: this.#file.path, line, column: column + offset, message });
  }

  procedure(): Procedure {
    const { value, body } = this.#header;
    const facts = this.#hasAllTools() ? knownFacts(value, this.#listedTools(), this.#outside) : null;
    const whyNoCondition = facts === null ? () => null : conditionCheck(facts);
    const condition = (text: string, key: readonly PropertyKey[]): Expression => {
      const compiled = compileExpression(text);
      const wrong = compiled.kind === "invalid" ? compiled : whyNoCondition(text);
      if (wrong !== null) this.add("PUR-2108", key, `${text}: ${wrong.message}`, wrong.offset);
      // Of what stands in has(…) CEL says nothing: it would never be there.
      if (compiled.kind === "compiled" && wrong === null)
        for (const path of compiled.expression.named)
          if (facts !== null && !compiled.expression.paths.includes(path) && !isGivenFact(path, facts))
            this.add("PUR-2107", key, whyNotGiven(path));
      return compiled.kind === "compiled"
        ? compiled.expression
        : { text, paths: [], sought: [], named: [], truth: () => "unknown" };
    };
    const before = Object.entries(value.before).map(([tool, conditions]): [string, readonly Condition[]] => [
      tool,
      conditions.map(({ check, otherwise, accept, offer, wait }, index) => ({
        check: condition(check, ["before", tool, index, "check"]),
        otherwise,
        accept: accept ?? null,
        offer: offer ?? null,
        wait: wait ?? null,
      })),
    ]);
    if (facts !== null) {
      for (const [path, { from }] of Object.entries(value.needs))
        for (const [index, source] of from.entries())
          if (!isKnownFact(source, facts)) this.add("PUR-2107", ["needs", path, "from", index], whyNotGiven(source));
      for (const { code, key, message } of checkArguments(value, this.#tools ?? new Map(), this.#outside))
        this.add(code, key, message);
    }
    const done = condition(value.done, ["done"]);
    this.#checkAnswers(value, facts);
    this.#checkTexts(value, facts);
    return {
      name: value.procedure,
      header: value,
      done,
      before: new Map(before),
      prose: body.trim(),
      path: this.#file.path,
    };
  }

  /** Tells each answer that cannot be read, or that shows what nothing gives; `facts` is null where they are not known. */
  #checkAnswers({ answers }: ProcedureHeader, facts: ReturnType<typeof knownFacts> | null): void {
    const texts = answers.flatMap(({ say, done }, index) => [
      { key: ["answers", index, "say"], text: say },
      ...(done === undefined ? [] : [{ key: ["answers", index, "done"], text: done }]),
    ]);
    for (const { key, text } of texts) {
      const why = whyNoTemplate(text);
      if (why !== null) this.add("PUR-2185", key, why);
      else if (facts !== null)
        for (const path of templatePaths(text))
          if (!isKnownFact(path, facts)) this.add("PUR-2107", key, whyNotGiven(path));
    }
  }

  /** Tells each other text that she reads and that cannot be read as a template, and what `done` tells her that nothing gives. */
  #checkTexts({ replies, needs, before }: ProcedureHeader, facts: ReturnType<typeof knownFacts> | null): void {
    const texts: { key: readonly PropertyKey[]; text: string }[] = [
      ...Object.entries(replies).map(([name, text = ""]) => ({ key: ["replies", name], text })),
      ...Object.entries(needs).map(([path, { ask = "" }]) => ({ key: ["needs", path, "ask"], text: ask })),
      ...Object.entries(before).flatMap(([tool, conditions]) =>
        conditions.map(({ otherwise }, index) => ({ key: ["before", tool, index, "otherwise"], text: otherwise })),
      ),
    ];
    const ofTheHost: ReadonlySet<string> = new Set(["reasons", "unseen"]);
    for (const { key, text } of texts) {
      const why = whyNoTemplate(text);
      if (why !== null) this.add("PUR-2185", key, why);
      else if (facts !== null)
        for (const path of templatePaths(text))
          if (!ofTheHost.has(path) && !isGivenFact(path, facts)) this.add("PUR-2107", key, whyNotGiven(path));
    }
  }

  /** Tells each procedure that is offered and does not exist. */
  checkOffers(procedures: ReadonlyMap<string, unknown>): void {
    const { procedure, before, otherwise } = this.#header.value;
    for (const [tool, conditions] of Object.entries(before))
      for (const [index, { offer }] of conditions.entries())
        if (offer !== undefined && !procedures.has(offer))
          this.add("PUR-2107", ["before", tool, index, "offer"], `There is no procedure ${offer}.`);
    for (const [index, other] of otherwise.entries()) {
      if (other === procedure)
        this.add("PUR-2107", ["otherwise", index], `${other} cannot be offered instead of itself.`);
      else if (!procedures.has(other)) this.add("PUR-2107", ["otherwise", index], `There is no procedure ${other}.`);
    }
  }

  /** Tells each name that is no tool; false also when it cannot be known. */
  #hasAllTools(): boolean {
    const tools = this.#tools;
    if (tools === null) return false;
    const { value } = this.#header;
    const named: [string, readonly PropertyKey[]][] = [
      ...value.tools.map((tool, index): [string, readonly PropertyKey[]] => [tool, ["tools", index]]),
      ...Object.keys(value.before).map((tool): [string, readonly PropertyKey[]] => [tool, ["before", tool]]),
      ...value.anew.map((tool, index): [string, readonly PropertyKey[]] => [tool, ["anew", index]]),
      ...Object.keys(value.with).map((tool): [string, readonly PropertyKey[]] => [tool, ["with", tool]]),
      ...Object.entries(value.renew).flatMap(([tool, lookups]): [string, readonly PropertyKey[]][] =>
        [tool, ...lookups].map((name) => [name, ["renew", tool]]),
      ),
    ];
    const unknown = named.filter(([tool]) => !tools.has(tool));
    for (const [tool, key] of unknown) this.add("PUR-2107", key, `There is no tool ${tool}.`);
    for (const { key, message } of checkTogether(value, tools)) this.add("PUR-2118", key, message);
    for (const { code, key, message } of checkSteps(value, tools, this.#outside)) this.add(code, key, message);
    return unknown.length === 0;
  }

  #listedTools(): readonly Tool[] {
    return this.#header.value.tools.flatMap((name) => this.#tools?.get(name) ?? []);
  }
}
