import type { Readiness } from "@purser/contract";
import type { Inlet } from "../blueprint/connections.ts";
import type { VersionMeans } from "../conversations/versions/change-version.ts";
import type { Desk } from "../conversations/desk.ts";
import type { ReadRecordsBeside } from "../worker/records-beside.ts";
import type { World } from "../worker/world.ts";
import type { Telemetry } from "../telemetry/telemetry.ts";
import type { ReadInboxNews } from "./desk/inbox-page.ts";
import type { OpenStreams } from "./streams/open-streams.ts";
import type { ApiKey } from "./authenticate.ts";
import type { Surroundings } from "./desk/surroundings.ts";
import type { SessionServices } from "./sign-in/sessions.ts";

/** What the routes work with. */
export type ApiServices = {
  version: string;
  desk: Desk;
  readInboxNews: ReadInboxNews;
  world: World;
  versions: VersionMeans;
  keys: readonly ApiKey[];
  /** Accounts of people and their sessions; null where only keys count. */
  signIn: SessionServices | null;
  /** What the host site signs its login tokens with. */
  siteKey: Uint8Array;
  /** By the name of the system of record whose webhooks it takes in. */
  inlets: ReadonlyMap<string, Inlet>;
  /** Whether work gets done now. */
  readiness: () => Promise<Readiness>;
  surroundings: Surroundings;
  readRecordsBeside: ReadRecordsBeside;
  /** Where people and their browsers reach it; null when only this machine does. */
  publicUrl: string | null;
  telemetry: Telemetry;
  /** Aborted when the server is about to stop: streams end. */
  closing: AbortSignal;
  streams: OpenStreams;
};
