/**
 * The tables of a backup, in the order in which it holds them. Each table of the schema stands here or below, or a test
 * fails.
 */
export const keptTables = [
  "deployment",
  "secrets",
  "accounts",
  "api_keys",
  "saved_filters",
  "subject_keys",
  "customers",
  "customer_records",
  "blueprints",
  "publications",
  "pending_versions",
  "cases",
  "events",
  "event_bodies",
  "pauses",
  "case_owners",
  "decisions",
  "mentions",
  "case_tags",
  "case_snoozes",
  "case_note_changes",
  "files",
  "file_parts",
  "outbox",
  "calls",
  "totals",
  "total_entries",
  "checkpoints",
  "checkpoint_heads",
] as const;
export type KeptTable = (typeof keptTables)[number];

/**
 * Left out: the header says the schema, what is made again from the logs need not be kept twice, and who was at work
 * or signed in or came too often then is not so where it is restored.
 */
export const leftOutTables: readonly string[] = [
  "schema_migrations",
  "case_measures",
  "case_words",
  "heartbeats",
  "turns",
  "sessions",
  "sign_in_tries",
];

export function isKeptTable(name: string): name is KeptTable {
  return keptTables.some((table) => table === name);
}
