import { hashSchema, jsonObjectSchema, PurserError, wellFormedJson } from "@purser/contract";
import { pinOf, type RemoteOperation } from "@purser/kit";
import { z } from "zod";
import type { BlueprintLoad } from "../reading/problem.ts";
import type { BlueprintFile } from "../reading/read-files.ts";

/** Where a blueprint keeps the operations that a person has accepted, as they were then. */
export const pinsFile = "tools/pins.json";

const operationSchema = z.strictObject({
  title: z.string(),
  description: z.string(),
  input: jsonObjectSchema,
  output: jsonObjectSchema.nullable(),
  http: z
    .strictObject({
      method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
      path: z.string(),
      parameters: z.array(
        z.strictObject({
          name: z.string(),
          in: z.enum(["path", "query", "header"]),
          as: z.enum(["comma", "space", "pipe", "deep", "json"]).exactOptional(),
        }),
      ),
      hasBody: z.boolean(),
    })
    .nullable(),
});
const pinsSchema = z.record(z.string(), z.record(z.string(), operationSchema.extend({ pin: hashSchema })));

/** An operation as it was accepted, with its hash. */
export type PinnedOperation = { operation: RemoteOperation; pin: ReturnType<typeof pinOf> };
/** By connection, then by the operation's name. */
export type Pins = ReadonlyMap<string, ReadonlyMap<string, PinnedOperation>>;

/** A blueprint without the file has accepted nothing. A pin that does not fit its own operation was not made by us. */
export function readPins(files: readonly BlueprintFile[]): BlueprintLoad<Pins> {
  const file = files.find(({ path }) => path === pinsFile);
  if (file === undefined) return { kind: "loaded", value: new Map() };
  try {
    return { kind: "loaded", value: parsePins(file.text) };
  } catch (error) {
    const message = error instanceof PurserError ? error.detail : "It is no JSON.";
    return { kind: "rejected", problems: [{ code: "PUR-3026", path: pinsFile, line: 1, column: 1, message }] };
  }
}

/** Throws PUR-3026 with what is wrong, and a SyntaxError for what is no JSON. */
export function parsePins(text: string): Pins {
  const parsed = pinsSchema.safeParse(wellFormedJson(JSON.parse(text)));
  if (!parsed.success) throw new PurserError("PUR-3026", z.prettifyError(parsed.error));
  return new Map(
    Object.entries(parsed.data).map(([connection, operations]) => [
      connection,
      new Map(
        Object.entries(operations).map(([name, { pin, ...described }]) => {
          const operation: RemoteOperation = { name, ...described };
          if (pinOf(connection, operation) !== pin)
            throw new PurserError("PUR-3026", `${connection}/${name} is not what its hash says.`);
          return [name, { operation, pin }];
        }),
      ),
    ]),
  );
}

/** The file's text, in one order whatever was accepted first, so that a difference shows what has changed. */
export function pinsText(pins: Pins): string {
  const inOrder = <Value>(map: ReadonlyMap<string, Value>): [string, Value][] =>
    [...map].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const value = Object.fromEntries(
    inOrder(pins).map(([connection, operations]) => [
      connection,
      Object.fromEntries(
        inOrder(operations).map(([name, { operation, pin }]) => {
          const { title, description, input, output, http } = operation;
          return [name, { pin, title, description, input, output, http }];
        }),
      ),
    ]),
  );
  return `${JSON.stringify(value, null, 2)}\n`;
}
