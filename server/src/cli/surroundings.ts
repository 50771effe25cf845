import type { MailState } from "@purser/contract";
import type { Surroundings } from "../http/desk/surroundings.ts";
import type { World } from "../worker/world.ts";
import type { ConnectedSystems } from "./connect-systems.ts";
import type { CheckpointRequest, Runtime } from "./runtime.ts";

const shownCheckpoints = 30;

/** What the desk's settings tell of the systems, the mail and the database of a process that serves. */
export function surroundingsOf(
  systems: ConnectedSystems["readStates"],
  database: Pick<CheckpointRequest, "databaseUrl" | "masterKey" | "tenant">,
  world: World,
  runtime: Runtime,
): Surroundings {
  return {
    systems,
    mail: () => mailStateOf(world, runtime),
    checkpoints: async () => {
      const { publicKey, checkpoints } = await runtime.listCheckpoints(database, shownCheckpoints);
      const views = checkpoints.map(({ number, at, heads, hash }) => ({ number, at, heads, hash }));
      return { publicKey, checkpoints: views };
    },
  };
}

function mailStateOf({ blueprints }: World, { environment: { smtpUrl } }: Runtime): MailState {
  if (blueprints.inForce().settings.mail === undefined) return { state: "unused", missing: [] };
  return smtpUrl === null ? { state: "missing", missing: ["PURSER_SMTP_URL"] } : { state: "on", missing: [] };
}
