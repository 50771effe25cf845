import type { LoadedDomain } from "./load-domain.ts";
import type { Script } from "./recorded.ts";
import { Stage } from "./stage.ts";
import { type WriteVerdict, writeVerdict } from "./write-verdict.ts";

/** The verdict on one write of a script, and whether the system of record carried it out. */
export type ScriptVerdict = WriteVerdict & { isDone: boolean };

/**
 * Replays the authors' actions for a task, in order, each on the data that those before it left. There is no
 * conversation: who she is, her yes, and what only her words could tell are taken as given.
 */
export async function replayScript(script: Script, domain: LoadedDomain): Promise<readonly ScriptVerdict[]> {
  const stage = new Stage(domain, domain.operate);
  stage.hear({ namesCoveredReason: true, asksForCompensation: true });
  const verdicts: ScriptVerdict[] = [];
  for (const [turn, { tool, args, write }] of script.actions.entries()) {
    if (!write) continue;
    const proposed = await stage.kernel.propose({
      call: { tool, args },
      customerRef: script.customer,
      text: "(given)",
      assents: () => true,
    });
    verdicts.push({ ...writeVerdict(script.task_id, turn, tool, proposed), isDone: proposed.isDone });
  }
  return verdicts;
}
