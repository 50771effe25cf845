import { PurserError } from "@purser/contract";
import { type Service, type ServiceOptions, startService } from "./service.ts";
import { awaitStopSignal } from "./stop-signal.ts";

/** Runs a service until somebody stops it. Throws PUR-1001 when its embedded Postgres ends before that. */
export async function runService(options: ServiceOptions, onReady: (service: Service) => void): Promise<void> {
  let endDatabase: () => void = () => undefined;
  const signal = awaitStopSignal(() => endDatabase());
  try {
    const service = await startService(options);
    endDatabase = () => killPostgres(service);
    onReady(service);
    const end = await Promise.race([
      signal.given.then(() => "asked" as const),
      service.databaseLost.then(() => "lost" as const),
    ]);
    await service.stop();
    if (end === "lost")
      throw new PurserError(
        "PUR-1001",
        "It was running and has ended by itself; its log has the reason. Purser has stopped.",
      );
  } finally {
    signal.dispose();
  }
}

/** For a forced end: without a checkpoint, which is safe for what was committed. */
function killPostgres({ postgres }: Service): void {
  if (postgres === null) return;
  try {
    process.kill(postgres.pid, "SIGQUIT");
  } catch {
    // It has ended already.
  }
}
