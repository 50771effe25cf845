import type { CaseView } from "../../server/src/agent/reasoner.ts";
import { caseSpans } from "../../server/src/trace/case-spans.ts";
import { explainCase } from "../../server/src/trace/explain-case.ts";
import type { Canary, Output } from "../check/history.ts";
import { type Simulation, simulatedTenant } from "../sim/simulation.ts";
import { canaryPattern } from "./canaries.ts";

/** Keeps which canaries a model was shown in a case: whole prompts of ten thousand thoughts would fill the memory. */
export function noteCanaries(view: CaseView, shown: Map<string, Set<string>>): void {
  const { caseId } = view.state;
  const seen = JSON.stringify([view.messages, view.state]).match(canaryPattern) ?? [];
  const known = shown.get(caseId) ?? new Set();
  for (const canary of seen) known.add(canary);
  shown.set(caseId, known);
}

/** Beside its log: what a model was shown of a case, its trace, and its explanation. */
export async function outputsOf(
  simulation: Simulation,
  shown: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<readonly Output[]> {
  const { rows } = await simulation.store.listCases({
    tenant: simulatedTenant,
    status: null,
    customerId: null,
    after: null,
    limit: 1_000,
  });
  const outputs: Output[] = [];
  for (const { caseId, version } of rows) {
    const stored = await simulation.store.readEvents(simulatedTenant, caseId, 0, version);
    const log = stored.flatMap(({ event }) => event ?? []);
    outputs.push(
      { where: "what the model was shown", caseId, text: [...(shown.get(caseId) ?? [])].join(" ") },
      { where: "the trace", caseId, text: JSON.stringify(caseSpans(caseId, log)) },
      {
        where: "the explanation",
        caseId,
        text: JSON.stringify(explainCase(log, null, { tool: () => null, procedure: () => null })),
      },
    );
  }
  return outputs;
}

/** What nobody at all may read: the deployment's secret however it is written, and every code that was mailed. */
export async function secretsOf(simulation: Simulation): Promise<readonly Canary[]> {
  const secret = Buffer.from(await simulation.store.deploymentSecret());
  const codes = simulation.systems.mail.ledger.effects.flatMap(
    ({ args }) => JSON.stringify(args).match(/(?<=Your code is )\d{6}/) ?? [],
  );
  return [secret.toString("hex"), secret.toString("base64"), secret.toString("base64url"), ...codes].map((text) => ({
    text,
    subject: null,
  }));
}
