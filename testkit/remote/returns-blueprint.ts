import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pinOf, type RemoteOperation } from "@purser/kit";
import { pinsFile, pinsText } from "../../server/src/blueprint/remote/pins.ts";
import { readDocument } from "../../server/src/connectors/openapi/read-document.ts";

const guide = join(import.meta.dirname, "../../docs/guide/connect-an-openapi-document.md");

/** The files of the guide's page on OpenAPI documents, by their paths in the blueprint. */
const files: ReadonlyMap<string, string> = new Map(
  [...readFileSync(guide, "utf8").matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```/gm)].map(([, path = "", text = ""]) => [
    path,
    text,
  ]),
);

/** The document that the guide's shop describes itself with. */
export function shopDocument(): string {
  return files.get("openapi/shop.yaml") ?? "";
}

/** Writes the blueprint of the guide, all operations of its document accepted, with one of its files changed. */
export function layOutReturns(directory: string, path = "", change = (text: string): string => text): void {
  const { operations } = readDocument(shopDocument(), null);
  const all = new Map([...files, [pinsFile, pinsText(new Map([["shop", acceptedOf("shop", operations)]]))]]);
  if (path !== "" && change(all.get(path) ?? "") === all.get(path)) throw new Error(`${path} is another by now.`);
  for (const [name, text] of all) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), name === path ? change(text) : text);
  }
}

export function acceptedOf(connection: string, operations: readonly RemoteOperation[]) {
  return new Map(
    operations.map((operation) => [operation.name, { operation, pin: pinOf(connection, operation) }] as const),
  );
}
