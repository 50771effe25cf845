import type { Pool } from "pg";

/** As somebody does who may do anything in the database. */
export async function tamper(pool: Pool, statement: string): Promise<void> {
  await pool.query(`set session_replication_role = replica; ${statement}; reset session_replication_role`);
}
