import {
  DummyDriver,
  type Generated,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from "kysely";

/** The tables that are read through the builder; what writes them are the functions of the migrations. */
type Tables = {
  cases: CasesTable;
  events: EventsTable;
  event_bodies: { tenant: string; case_id: string; seq: number; subject_id: string; salt: Buffer; sealed: Buffer };
  subject_keys: { tenant: string; subject_id: string; wrapped: Buffer };
  pauses: PausesTable;
  case_owners: {
    tenant: string;
    case_id: string;
    queue: string;
    trigger: string | null;
    topic: string | null;
    assigned_to: string | null;
    teammate_id: string | null;
    since: Date;
    handed_at: Date;
  };
  decisions: {
    tenant: string;
    pause_id: string;
    case_id: string;
    person_id: string;
    decision: string;
    opened_at: Date;
    decided_at: Date;
    looked_ms: number | null;
    policies: string[];
  };
  mentions: { tenant: string; person_id: string; case_id: string; seq: number; at: Date; read_at: Date | null };
  calls: { tenant: string; call_key: string; case_id: string };
  case_measures: CaseMeasuresTable;
  customers: { tenant: string; ref_hash: string; customer_id: string };
  deployment: { name: string; sealed: Buffer };
};

type CasesTable = {
  tenant: string;
  case_id: string;
  customer_id: string | null;
  channel: string;
  status: string;
  version: number;
  head_hash: string;
  opened_at: Date;
  updated_at: Date;
  wake_at: Date | null;
  runnable_since: Date | null;
  blueprint_hash: string;
  is_erased: boolean;
  epoch: Generated<number>;
  lease_worker_id: string | null;
  lease_expires_at: Date | null;
  crashes: Generated<number>;
  state_seq: number | null;
  state_fold_version: number | null;
  state_subject_id: string | null;
  state_sealed: Buffer | null;
};

type CaseMeasuresTable = {
  tenant: string;
  case_id: string;
  opened_at: Date | null;
  is_part: boolean;
  channel: string;
  procedure: string | null;
  ending: string;
  is_verified: boolean;
  handoff: string | null;
  resolution_ms: string | null;
  tokens: string;
  cost_micros: string;
};

type EventsTable = {
  tenant: string;
  case_id: string;
  seq: number;
  at: Date;
  kind: string;
  v: number;
  writer: string;
  epoch: number;
  actor_id: string;
  dedupe_key: string | null;
  commitment: string;
  previous_hash: string;
  hash: string;
};

type PausesTable = {
  tenant: string;
  pause_id: string;
  case_id: string;
  kind: string;
  state: string;
  may_answer: string;
  opened_at: Date;
  expires_at: Date;
};

/** Writes statements and runs none: `Database` is the one way to the server. */
export const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
