import type { Systems } from "@purser/kit";
import type { Reasoner } from "../agent/reasoner.ts";
import type { Blueprint } from "../blueprint/blueprint.ts";
import type { BlueprintLoad } from "../blueprint/problem.ts";
import type { CaseStore } from "../cases/case-store.ts";
import type { Desk } from "../conversations/desk.ts";
import type { Environment } from "../env.ts";
import type { OperatorLog, World } from "../worker/world.ts";

export type RunningPostgres = { url: string; port: number; directory: string; relocated: boolean; stop: () => Promise<void> };

export type DeploymentOptions = {
  databaseUrl: string;
  masterKey: Uint8Array;
  blueprint: Blueprint;
  systems: Systems;
  reasoner: Reasoner;
  log: OperatorLog;
  poolSize?: number;
};

/** One open deployment: the store with its clock, and what workers and surfaces need of it. */
export type Deployment = {
  tenant: string;
  blueprint: Blueprint;
  store: CaseStore;
  desk: Desk;
  world: World;
  close: () => Promise<void>;
};

/** What main.ts builds for the commands: they know no island. */
export type Runtime = {
  environment: Environment;
  loadBlueprint: (directory: string) => Promise<BlueprintLoad<Blueprint>>;
  httpSystems: (urls: Readonly<Record<string, string>>) => Systems;
  startPostgres: (directory: string, log: (line: string) => void) => Promise<RunningPostgres>;
  openDeployment: (options: DeploymentOptions) => Promise<Deployment>;
};
