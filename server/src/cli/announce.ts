import type { ServiceOptions, Service } from "./service.ts";
import { apiKeyFile } from "./key-files.ts";
import { join } from "node:path";

const nameWidth = 12;

/** What a person needs to know of a service that has started, a line each. */
export function announcement(service: Service, { project, runtime }: ServiceOptions): string[] {
  const { url, postgres, systems, withoutAddress } = service;
  const isKeyGiven = runtime.environment.apiKey !== null;
  return [
    ...(url === null ? [] : [line("Purser", url), line("Ready?", `${url}/readyz`), line("API", `${url}/openapi.json`)]),
    ...(url === null
      ? []
      : [line("API key", isKeyGiven ? "the one in PURSER_API_KEY" : join(project.data, apiKeyFile))]),
    line("Blueprint", project.blueprint),
    line("Database", withoutPassword(service.databaseUrl)),
    ...(postgres === null ? [] : [line("", `its cluster is in ${postgres.directory}`)]),
    ...(postgres?.relocated === true
      ? [line("", `not below ${project.data}: the user whom Postgres runs as could not enter that`)]
      : []),
    ...Object.entries(systems?.urls ?? {}).map(([name, address]) => line(`- ${name}`, address)),
    ...(withoutAddress.length === 0
      ? []
      : [line("No address", `${withoutAddress.join(", ")}: add them to connections.yaml`)]),
  ];
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
