import type { Runtime } from "../runtime.ts";
import { stoppingAfter } from "../stop-signal.ts";
import { Cleanups } from "./cleanups.ts";
import { startDemoServer } from "./demo-server.ts";

/**
 * Runs what needs a Postgres: the one at `serverUrl`, or else one that is thrown away afterwards. What `played` is given is
 * stopped before the server is, also when the process is told to end.
 */
export function withDemoServer<Result>(
  runtime: Runtime,
  run: (serverUrl: string, played: Cleanups) => Promise<Result>,
  serverUrl: string | null = null,
): Promise<Result> {
  const server = new Cleanups();
  const played = new Cleanups();
  return stoppingAfter(
    async () => run(serverUrl ?? (await startDemoServer(runtime, server)), played),
    async () => {
      await played.run();
      await server.run();
    },
  );
}
