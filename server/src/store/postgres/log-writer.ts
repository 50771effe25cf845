import type { Random } from "../sealed-event.ts";
import type { Database } from "./database.ts";
import type { KnownLogs } from "./known-logs.ts";
import type { SubjectKeys } from "./subject-keys.ts";

/** What every append needs besides itself. */
export type LogWriter = { database: Database; keys: SubjectKeys; logs: KnownLogs; random: Random };
