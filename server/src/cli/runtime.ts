import type { Instant } from "@purser/contract";
import type { Mailer, ModelProvider, ModerationService, PolicyEngine, RemoteOffer, Solver, Systems } from "@purser/kit";
import type { Checkpoint } from "@purser/kit/audit";
import type { Reasoner } from "../agent/reasoner.ts";
import type { Blueprint } from "../blueprint/blueprint.ts";
import type { ReadyConnection } from "../blueprint/connections.ts";
import type { ModelSettings } from "../blueprint/settings/models.ts";
import type { ModerationSettings } from "../blueprint/settings/moderation.ts";
import type { BlueprintLoad } from "../blueprint/reading/problem.ts";
import type { AccountStore } from "../cases/account-store.ts";
import type { CaseStore } from "../cases/case-store.ts";
import type { VersionMeans } from "../conversations/versions/change-version.ts";
import type { Desk } from "../conversations/desk.ts";
import type { Environment } from "../env.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import type { OperatorLog, World } from "../worker/world.ts";

export type RunningPostgres = {
  url: string;
  port: number;
  pid: number;
  directory: string;
  relocated: boolean;
  stop: () => Promise<void>;
  /** Settles when it has ended, asked or not. */
  exited: Promise<unknown>;
};

export type DeploymentOptions = {
  databaseUrl: string;
  masterKey: Uint8Array;
  blueprint: Blueprint;
  systems: Systems;
  reasoner: Reasoner;
  log: OperatorLog;
  poolSize?: number;
  /** What was published last is in force, and a start may publish its folder; without it the folder is in force. */
  publications?: { startWithFolder: boolean };
  /** Where spans are sent; none are sent without it. */
  collector?: Environment["collector"];
};

/** A store's clock that runs on from a given time, and can be moved on. */
export type DemoClock = {
  nowMs: () => number;
  advance: (durationMs: number) => Promise<void>;
  close: () => Promise<void>;
};

/** One open deployment: the store with its clock, and what workers and surfaces need of it. */
export type Deployment = {
  tenant: string;
  blueprint: Blueprint;
  store: CaseStore;
  desk: Desk;
  world: World;
  versions: VersionMeans;
  telemetry: Telemetry;
  close: () => Promise<void>;
};

export type BackupOptions = { databaseUrl: string; path: string; masterKey: Uint8Array; version: string };
export type BackupReport = { path: string; bytes: number; schema: number; cases: number; events: number; rows: number };
export type RestoreOptions = { databaseUrl: string; path: string; masterKey: Uint8Array };
/** `madeAt` and `purser`: when the backup was made, and by which version. */
export type RestoreReport = {
  path: string;
  madeAt: string;
  purser: string;
  cases: number;
  events: number;
  rows: number;
};

export type CheckpointRequest = { databaseUrl: string; masterKey: Uint8Array; tenant: string; notWithinMs: number };
export type MadeCheckpoint = { checkpoint: Checkpoint; publicKey: string };
export type AuditExport = {
  databaseUrl: string;
  masterKey: Uint8Array;
  tenant: string;
  path: string;
  version: string;
};
export type AuditExportReport = { path: string; cases: number; events: number; checkpoints: number; publicKey: string };

/** The value of a connector's secret now. Throws PUR-3030 when there is none of this name. */
export type SecretReader = (name: string) => Promise<string>;

/** What one command or service needs of the secrets of connectors; no command shows a value. */
export type Secrets = {
  read: SecretReader;
  /** Throws PUR-3031 for a name or a value that cannot be kept. */
  set: (name: string, value: string) => Promise<void>;
  list: () => Promise<readonly SecretEntry[]>;
  /** False when there was none. */
  remove: (name: string) => Promise<boolean>;
  /** Seals each under a new key of its own; how many these were. */
  rotate: () => Promise<number>;
  close: () => Promise<void>;
};
/** `keyId` names the key that the value is sealed with, and tells nothing about it. */
export type SecretEntry = { name: string; keyId: string; setAt: string };

/** What connections need besides what `connections.yaml` says. */
export type ConnectionMeans = {
  /** The blueprint's folder, where documents and programs are found. */
  directory: string;
  readSecret: SecretReader;
};
export type MadeConnections = { systems: Systems; close: () => Promise<void> };

/** The one tenant of a deployment. */
export const localTenant = "main";

/** What main.ts builds for the commands: they know no island. */
export type Runtime = {
  environment: Environment;
  loadBlueprint: (directory: string) => Promise<BlueprintLoad<Blueprint>>;
  /** Policies alone, for the tools of a blueprint. */
  loadPolicies: PolicyEngine["load"];
  /** The solver for proofs; throws PUR-2191 where it is not installed. */
  openSolver: () => Promise<Solver>;
  /** Systems of record that whoever calls has started on this machine. */
  httpSystems: (urls: Readonly<Record<string, string>>) => Systems;
  /** The connections of a blueprint. Nothing is asked before the first call. */
  connect: (connections: Readonly<Record<string, ReadyConnection>>, means: ConnectionMeans) => MadeConnections;
  /** What a connection offers now, and what of it cannot be offered here. Throws PUR-3025 when that cannot be read. */
  listOperations: (name: string, connection: ReadyConnection, means: ConnectionMeans) => Promise<RemoteOffer>;
  openAccounts: (request: { databaseUrl: string; masterKey: Uint8Array; tenant: string }) => Promise<AccountStore>;
  openSecrets: (request: { databaseUrl: string; masterKey: Uint8Array; tenant: string }) => Promise<Secrets>;
  startPostgres: (directory: string, log: (line: string) => void) => Promise<RunningPostgres>;
  openDeployment: (options: DeploymentOptions) => Promise<Deployment>;
  /** The address of the embedded server that runs on a directory, whoever started it; null when none does. */
  findRunningPostgres: (directory: string) => Promise<string | null>;
  writeBackup: (options: BackupOptions) => Promise<BackupReport>;
  restoreBackup: (options: RestoreOptions) => Promise<RestoreReport>;
  /** Signs the heads of all logs; null when the last checkpoint is young enough. */
  makeCheckpoint: (request: CheckpointRequest) => Promise<MadeCheckpoint | null>;
  /** The last checkpoints, the youngest first, and the key that they are signed with. */
  listCheckpoints: (
    request: Pick<CheckpointRequest, "databaseUrl" | "masterKey" | "tenant">,
    limit: number,
  ) => Promise<{ publicKey: string | null; checkpoints: readonly Checkpoint[] }>;
  exportAudit: (request: AuditExport) => Promise<AuditExportReport>;
  /** Brings a database's schema up to date. */
  migrate: (databaseUrl: string) => Promise<void>;
  /** Makes a migrated database of this name on a server, and returns its address. */
  createDatabase: (serverUrl: string, name: string) => Promise<string>;
  /** Removes a database that was made by `createDatabase`, with everything in it. */
  dropDatabase: (serverUrl: string, name: string) => Promise<void>;
  /** Gives a demo's own database a time of its own. */
  replaceClock: (databaseUrl: string, startsAt: Instant) => Promise<DemoClock>;
  mailer: (smtpUrl: string) => Promise<Mailer>;
  /** It trains when it first reads a message of a blueprint, which takes some seconds. */
  rulesReasoner: () => Promise<Reasoner>;
  /** Has it trained for a blueprint by the first message: soon, so that the process is ready before. */
  trainSoon: (blueprint: Blueprint) => void;
  /** A model as blueprint.yaml names it. Throws PUR-6016 when its provider or its key is not there. */
  modelProvider: (
    settings: Pick<ModelSettings, "provider" | "model" | "baseUrl" | "keyFrom" | "allowPrivate" | "timeout">,
  ) => Promise<ModelProvider>;
  /** Null where the blueprint names no service. Throws PUR-6016 when its key is not there. */
  moderationService: (settings: ModerationSettings) => Promise<ModerationService | null>;
};
