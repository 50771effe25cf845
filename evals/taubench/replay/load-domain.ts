import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Blueprint } from "../../../server/src/blueprint/blueprint.ts";
import { loadBlueprint } from "../../../server/src/blueprint/load-blueprint.ts";
import { formatProblem } from "../../../server/src/blueprint/reading/problem.ts";
import { cedarPolicyEngine } from "../../../server/src/policies/cedar/index.ts";
import { operateAirline } from "../systems/airline-desk.ts";
import type { Operate, Read } from "../systems/back-end.ts";
import { type Collections, readCollections } from "../systems/database.ts";
import { readAirline } from "../systems/read-airline.ts";
import { operateRetail, readRetail } from "../systems/retail-shop.ts";
import type { Domain } from "./recorded.ts";

/** A domain as it is replayed: its blueprint, its data as published, and its system of record. */
export type LoadedDomain = {
  domain: Domain;
  blueprint: Blueprint;
  collections: Collections;
  /** The name that the blueprint's tools have for the system. */
  system: string;
  read: Read;
  operate: Operate;
};

const folder = fileURLToPath(new URL("..", import.meta.url));
const systems = {
  retail: { system: "shop", read: readRetail, operate: operateRetail },
  airline: { system: "airline", read: readAirline, operate: operateAirline },
};

export async function loadDomain(domain: Domain): Promise<LoadedDomain> {
  const loaded = await loadBlueprint(join(folder, domain), cedarPolicyEngine);
  if (loaded.kind === "rejected") throw new Error(loaded.problems.map(formatProblem).join("\n"));
  const collections = readCollections(join(folder, "data", `${domain}.json.gz`));
  return { domain, blueprint: loaded.value, collections, ...systems[domain] };
}
