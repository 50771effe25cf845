import { time } from "./0001-time.ts";
import { logTables } from "./0002-log-tables.ts";
import { workTables } from "./0003-work-tables.ts";
import { appendParts } from "./0004-append-parts.ts";
import { appendInlet } from "./0005-append-inlet.ts";
import { appendWorker } from "./0006-append-worker.ts";
import { claims } from "./0007-claims.ts";
import { blueprints } from "./0008-blueprints.ts";
import { claimWithLog } from "./0009-claim-with-log.ts";
import { mail } from "./0010-mail.ts";
import { caseOwners } from "./0011-case-owners.ts";
import { publications } from "./0012-publications.ts";
import { checkpoints } from "./0013-checkpoints.ts";
import { erase } from "./0014-erase.ts";
import { heartbeats } from "./0015-heartbeats.ts";
import { secrets } from "./0016-secrets.ts";
import { customerRecords } from "./0017-customer-records.ts";
import { nothingAfterErasure } from "./0018-nothing-after-erasure.ts";
import { accounts } from "./0019-accounts.ts";
import { turns } from "./0020-turns.ts";
import { caseMeasures } from "./0021-case-measures.ts";
import { deskRows } from "./0022-desk-rows.ts";
import { desk } from "./0023-desk.ts";
import { publicationReasons } from "./0024-publication-reasons.ts";
import { apiKeys } from "./0025-api-keys.ts";
import { files } from "./0026-files.ts";
import { leanAppends } from "./0027-lean-appends.ts";
import { pendingVersions } from "./0028-pending-versions.ts";
import { deskIndexes } from "./0029-desk-indexes.ts";
import { fewerStatements } from "./0030-fewer-statements.ts";
import { dueIndex } from "./0031-due-index.ts";
import { claimsRowByRow } from "./0032-claims-row-by-row.ts";
import type { Migration } from "./migration.ts";

/** Each at the place of its number, from 1 on. */
export const migrations: readonly Migration[] = [
  time,
  logTables,
  workTables,
  appendParts,
  appendInlet,
  appendWorker,
  claims,
  blueprints,
  claimWithLog,
  mail,
  caseOwners,
  publications,
  checkpoints,
  erase,
  heartbeats,
  secrets,
  customerRecords,
  nothingAfterErasure,
  accounts,
  turns,
  caseMeasures,
  deskRows,
  desk,
  publicationReasons,
  apiKeys,
  files,
  leanAppends,
  pendingVersions,
  deskIndexes,
  fewerStatements,
  dueIndex,
  claimsRowByRow,
];
