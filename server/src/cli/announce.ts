import { z } from "zod";
import type { ServiceOptions, Service } from "./service.ts";
import { localPeople } from "./key-files.ts";
import { join } from "node:path";

const nameWidth = 12;

/** What a person needs to know of a service that has started, a line each. */
export function announcement(
  service: Service,
  { project, runtime, serves, withExampleSystems: withPage }: ServiceOptions,
): string[] {
  const { url, apiKey, postgres, systems, shopUrl, withoutAddress } = service;
  const isKeyGiven = runtime.environment.apiKey !== null;
  const api =
    url === null || serves === "status"
      ? []
      : [
          line("Purser", url),
          ...(shopUrl === null ? [] : [line("Shop", shopUrl)]),
          line("Desk", `${url}/desk/`),
          ...(withPage ? [line("Page", pageOf(url, isKeyGiven ? null : apiKey))] : []),
          line("Ready?", `${url}/readyz`),
          line("API", `${url}/openapi.json`),
          line("API key", isKeyGiven ? "the one in PURSER_API_KEY" : join(project.data, localPeople.local.file)),
          line("Second lead", `${join(project.data, localPeople.second.file)}, or --lead second`),
        ];
  return [
    ...api,
    ...(url !== null && serves === "status"
      ? [line("Ready?", `${url}/readyz`), line("Metrics", `${url}/metrics`)]
      : []),
    line("Blueprint", project.blueprint),
    line("Database", withoutPassword(service.databaseUrl)),
    ...(postgres === null ? [] : [line("", `its cluster is in ${postgres.directory}`)]),
    ...(postgres?.relocated === true
      ? [line("", `not below ${project.data}: the user whom Postgres runs as could not enter that`)]
      : []),
    ...Object.entries(systems?.urls ?? {}).map(([name, address]) => line(`- ${name}`, address)),
    ...peopleIn(systems?.landmarks),
    ...(withoutAddress.length === 0
      ? []
      : [line("No address", `${withoutAddress.join(", ")}: add them to connections.yaml`)]),
  ];
}

/** With the key in the fragment, which a browser sends to nobody; a key that was given in the environment is not shown. */
function pageOf(url: string, key: string | null): string {
  return key === null ? `${url}/ (asks for the key)` : `${url}/#key=${key}`;
}

const customersToTry = 4;
const customersSchema = z.record(
  z.string(),
  z.object({
    customerRef: z.string(),
    name: z.string(),
    email: z.string(),
    orders: z.array(z.object({ orderId: z.string() })),
  }),
);

/** Some customers of the example's world, so that a newcomer has somebody to be. */
function peopleIn(landmarks: unknown): string[] {
  const parsed = customersSchema.safeParse(landmarks);
  if (!parsed.success) return [];
  const known = Object.entries(parsed.data).filter(([, { orders }]) => orders.length > 0);
  return known
    .slice(0, customersToTry)
    .map(([what, { customerRef, name, email, orders }]) =>
      line("- customer", `${customerRef} ${name}, ${email}, order ${orders[0]?.orderId ?? ""} (${what})`),
    );
}

/** As `serve --json` prints it, in one line. */
export function readyLine({ url, apiKey, systems, databaseUrl }: Service): string {
  return JSON.stringify({
    ready: true,
    url,
    apiKey,
    database: withoutPassword(databaseUrl),
    systems: systems?.urls ?? {},
    pid: process.pid,
  });
}

function line(name: string, text: string): string {
  return `${name.padEnd(nameWidth)} ${text}`;
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.password = "";
  return url.href;
}
