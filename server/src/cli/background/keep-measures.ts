import { measureCases } from "../../conversations/measure-cases.ts";
import type { Deployment } from "../runtime.ts";
import type { OperatorLog } from "../../worker/world.ts";
import type { StopList } from "../stop-list.ts";
import { errorFields } from "../../trace/error-fields.ts";

const lookEveryMs = 3_000;

/** Keeps what insights are counted from up to date, beside the work: two processes that do the same do no harm. */
export function keepMeasures({ desk }: Pick<Deployment, "desk">, log: OperatorLog, stops: StopList): void {
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  const look = async (): Promise<void> => {
    try {
      const tell = (caseId: string, error: unknown): void =>
        log("warn", "case.unmeasured", { caseId, ...errorFields(error) });
      while (!isStopped && (await measureCases(desk, tell)) > 0);
    } catch (error) {
      log("warn", "measures.failed", errorFields(error));
    }
    if (!isStopped) wait();
  };
  let under: Promise<void> = Promise.resolve();
  const wait = (): void => {
    timer = setTimeout(() => {
      under = look();
    }, lookEveryMs);
    timer.unref();
  };
  wait();
  stops.add("measures", async () => {
    isStopped = true;
    if (timer !== null) clearTimeout(timer);
    await under;
  });
}
