import type { Blueprint } from "../blueprint/blueprint.ts";
import type { Desk } from "../conversations/desk.ts";
import type { CommonOptions } from "./common-options.ts";
import { findProject } from "./find-project.ts";
import { readMasterKey } from "./key-files.ts";
import { openOperatorLog } from "./operator-log.ts";
import type { Runtime } from "./runtime.ts";
import { withDatabase } from "./with-database.ts";

/** Hands over the desk of a deployment that does no work: no system can be reached, and nothing is trained to understand. */
export function withDesk<Result>(
  blueprint: Blueprint,
  options: CommonOptions,
  runtime: Runtime,
  use: (desk: Desk) => Promise<Result>,
): Promise<Result> {
  const { data } = findProject(options, process.cwd());
  const useDatabase = async (databaseUrl: string): Promise<Result> => {
    const { desk, close } = await runtime.openDeployment({
      databaseUrl,
      masterKey: runtime.environment.masterKey ?? readMasterKey(data),
      blueprint,
      systems: {},
      reasoner: await runtime.rulesReasoner(),
      log: openOperatorLog(options.verbose),
    });
    try {
      return await use(desk);
    } finally {
      await close();
    }
  };
  return withDatabase(options, runtime, useDatabase, { mayBeShared: true });
}
