import type { ErrorCode, JsonObject } from "@purser/contract";
import type { Action, Lookup, RemoteOperation } from "@purser/kit";
import type { z } from "zod";
import { compileExpression, type Expression } from "../expression.ts";
import { render, whyNoTemplate } from "../render.ts";
import type { Settings } from "../settings/settings.ts";
import {
  type ActionParts,
  type Carrying,
  makeAction,
  makeLookup,
  type ReadBack,
  type Taking,
  type UndoParts,
} from "./make-tool.ts";
import {
  type ActionOverlay,
  customersOwn,
  type FactsOverlay,
  type LookupOverlay,
  type Mapping,
  type Take,
  type UndoOverlay,
  type VerifyOverlay,
} from "./overlay.ts";
import type { PinnedOperation } from "./pins.ts";
import type { BoundOperation, Reading } from "./read-remote.ts";
import { type Available, ownInput, propertiesOf, requiredOf, whyNoSource } from "./sources.ts";
import { readRemoteSchema, zodOfObject } from "./remote-schema.ts";
import { typeOfFacts, typeOfGives } from "./types-of-taken.ts";

type Keys = readonly PropertyKey[];
export type Report = (code: ErrorCode, keys: Keys, message: string) => void;

export type OverlayOptions = {
  connection: string;
  operations: ReadonlyMap<string, PinnedOperation>;
  /** Whether the idempotency key travels beside the arguments. */
  takesKeyBeside: boolean;
  settings: Settings | null;
  report: Report;
};

/** A pinned operation whose schemas were read. */
type Usable = PinnedOperation & { input: JsonObject; output: JsonObject | null };

/** Makes tools of one connection's overlays, and reports each mistake where it stands. */
export class OverlayReader {
  readonly #options: OverlayOptions;
  readonly #usable = new Map<string, Usable | null>();
  #mistakes = 0;

  constructor(options: OverlayOptions) {
    this.#options = options;
  }

  /** Null when it has a mistake, which has been reported. */
  read(name: string, overlay: LookupOverlay | ActionOverlay): Lookup | Action | null {
    const before = this.#mistakes;
    const keys = ["tools", name];
    const bound = this.#operation(overlay.operation ?? name, [...keys, "operation"]);
    if (bound === null) return null;
    const own = ownInput(bound.input, overlay.with);
    const tool =
      overlay.kind === "lookup"
        ? this.#lookup(name, overlay, bound, own, keys)
        : this.#action(name, overlay, bound, own, keys);
    return this.#mistakes > before ? null : tool;
  }

  #lookup(name: string, overlay: LookupOverlay, usable: Usable, own: JsonObject, keys: Keys): Lookup | null {
    this.#mapping(overlay.with, usable, { own, result: null, facts: null, hasKey: false }, [...keys, "with"], true);
    const input = this.#zod(own, keys);
    const output = this.#zod(typeOfGives(overlay.gives, usable.output), keys);
    const taking = { reading: this.#reading(usable, overlay, keys), take: overlay.gives };
    return input === null || output === null ? null : makeLookup({ name, overlay, input, output, taking });
  }

  #action(name: string, overlay: ActionOverlay, usable: Usable, own: JsonObject, keys: Keys): Action | null {
    const facts = this.#facts(overlay.facts, { own, result: null, facts: null, hasKey: false }, [...keys, "facts"]);
    const available: Available = { own, result: null, facts: facts?.type ?? null, hasKey: true };
    this.#mapping(overlay.with, usable, available, [...keys, "with"], true);
    if (overlay.touches.id !== customersOwn) this.#argument(overlay.touches.id, own, [...keys, "touches", "id"]);
    for (const [total, count] of Object.entries(overlay.counts))
      if (typeof count === "string") this.#argument(count, own, [...keys, "counts", total]);
    this.#once(overlay, keys);
    const gives = typeOfGives(overlay.gives, usable.output);
    const input = this.#zod(own, keys);
    const output = this.#zod(gives, keys);
    const readBack = this.#readBack(overlay.verify, overlay, available, [...keys, "verify"]);
    const undo = this.#undo(overlay.undo, { ...available, result: gives, facts: null }, overlay, [...keys, "undo"]);
    const describe = this.#template(overlay.describe, [...keys, "describe"]);
    if (input === null || output === null || facts === null || readBack === null || undo === null) return null;
    const carrying = this.#carrying(usable, overlay, overlay.gives, keys);
    const parts: ActionParts = {
      name,
      overlay,
      input,
      output,
      factsSchema: facts.schema,
      facts: facts.taking,
      carrying,
      readBack,
      describe,
      undo,
    };
    return makeAction(parts);
  }

  #undo(undo: UndoOverlay, available: Available, action: ActionOverlay, keys: Keys): UndoParts | null {
    if (undo.kind === "irreversible") return undo;
    if (undo.kind === "held") return { kind: "held", graceMs: undo.grace };
    const usable = this.#operation(undo.operation, [...keys, "operation"]);
    const facts = this.#facts(undo.facts, { ...available, hasKey: false }, [...keys, "facts"]);
    const withFacts = { ...available, facts: facts?.type ?? null };
    if (usable !== null) this.#mapping(undo.with, usable, withFacts, [...keys, "with"], false);
    const readBack = this.#readBack(undo.verify, { gives: {}, once: action.once }, withFacts, [...keys, "verify"]);
    const describe = this.#template(undo.describe, [...keys, "describe"]);
    if (usable === null || facts === null || readBack === null) return null;
    return {
      kind: undo.kind,
      withinMs: undo.within,
      residue: undo.residue ?? null,
      factsSchema: facts.schema,
      facts: facts.taking,
      carrying: this.#carrying(usable, undo, {}, keys),
      readBack,
      describe,
    };
  }

  #facts(overlay: FactsOverlay, available: Available, keys: Keys) {
    const usable = this.#operation(overlay.operation, [...keys, "operation"]);
    if (usable === null) return null;
    this.#mapping(overlay.with, usable, available, [...keys, "with"], false);
    const type = typeOfFacts(overlay.take, usable.output);
    for (const name of Object.keys(overlay.take))
      if (name.includes("."))
        this.#mistake([...keys, "take", name], `The name of a fact for policies has no dot: ${name}.`);
    if (type.kind === "untyped") {
      for (const name of type.names)
        this.#mistake(
          [...keys, "take", name],
          `${overlay.operation} does not declare the type of ${name}; write { from: …, type: text, integer or boolean }.`,
        );
      return null;
    }
    const schema = this.#zod(type.schema, keys);
    const taking: Taking = { reading: this.#reading(usable, overlay, keys), take: overlay.take };
    return schema === null ? null : { taking, schema, type: type.schema };
  }

  #readBack(
    verify: VerifyOverlay,
    { gives, once }: { gives: Take; once: ActionOverlay["once"] },
    available: Available,
    keys: Keys,
  ): ReadBack | null {
    if ("keySafe" in verify) {
      if (once !== "key") this.#mistake(keys, "keySafe holds only for an action that says once: key.");
      return { kind: "key-safe", because: verify.keySafe };
    }
    const usable = this.#operation(verify.operation, [...keys, "operation"]);
    if (usable === null) return null;
    this.#mapping(verify.with, usable, available, [...keys, "with"], false);
    const missing = Object.keys(gives).filter((name) => verify.gives[name] === undefined);
    if (missing.length > 0)
      this.#mistake([...keys, "gives"], `What the action gives must be read back too; missing: ${missing.join(", ")}.`);
    const done = this.#condition(verify.done, [...keys, "done"]);
    if (done === null) return null;
    return {
      kind: "look-up",
      taking: { reading: this.#reading(usable, verify, keys), take: verify.gives },
      done,
      notDone: verify.notDone === "not-found" ? "not-found" : this.#optional(verify.notDone, [...keys, "notDone"]),
      doubled: this.#optional(verify.doubled, [...keys, "doubled"]),
    };
  }

  /** A key that nobody is told keeps no effect to one. */
  #once({ once, keyLifetime, with: mapping }: ActionOverlay, keys: Keys): void {
    if (once !== "key") return;
    if (keyLifetime === undefined) this.#mistake([...keys, "once"], "once: key needs a keyLifetime, such as 24h.");
    if (!this.#options.takesKeyBeside && !Object.values(mapping).includes("key"))
      this.#mistake(
        [...keys, "once"],
        "once: key needs an argument that takes the key; write it into with, such as { requestId: key }.",
      );
  }

  #reading(
    usable: Usable,
    {
      with: mapping,
      notFound,
      errorMeans,
    }: { with: Mapping; notFound?: string | undefined; errorMeans: Reading["errorMeans"] },
    keys: Keys,
  ): Reading {
    return {
      ...this.#bound(usable, mapping),
      notFound: this.#optional(notFound, [...keys, "notFound"]),
      errorMeans,
    };
  }

  #carrying(
    usable: Usable,
    { with: mapping, refused }: { with: Mapping; refused?: string | undefined },
    take: Take,
    keys: Keys,
  ): Carrying {
    return {
      bound: this.#bound(usable, mapping),
      refused: this.#optional(refused, [...keys, "refused"]),
      take,
    };
  }

  #bound({ operation, pin, output }: Usable, mapping: Mapping): BoundOperation {
    return { connection: this.#options.connection, operation, pin, mapping, output };
  }

  /** The operation as it was accepted; null when nobody has, or when its schemas cannot be used. */
  #operation(name: string, keys: Keys): Usable | null {
    const known = this.#usable.get(name);
    if (known !== undefined) {
      if (known === null) this.#mistakes += 1;
      return known;
    }
    const usable = this.#readOperation(name, keys);
    this.#usable.set(name, usable);
    return usable;
  }

  #readOperation(name: string, keys: Keys): Usable | null {
    const { connection, operations } = this.#options;
    const pinned = operations.get(name);
    if (pinned === undefined) {
      this.#mistake(keys, `${connection}/${name} was not accepted.`, "PUR-3022");
      return null;
    }
    const input = this.#schema(pinned.operation, "input", keys);
    const output = pinned.operation.output === null ? null : this.#schema(pinned.operation, "output", keys);
    if (input === null || (output === null && pinned.operation.output !== null)) return null;
    return { ...pinned, input, output };
  }

  #schema(operation: RemoteOperation, which: "input" | "output", keys: Keys): JsonObject | null {
    const read = readRemoteSchema(operation[which] ?? {});
    if (read.kind === "usable") return read.schema;
    this.#mistake(keys, `The ${which} schema of ${operation.name} cannot be used: ${read.why}.`, "PUR-3024");
    return null;
  }

  /** Each argument that is filled in is one of the operation's, and each that it needs has a source. */
  #mapping(mapping: Mapping, { input, operation }: Usable, available: Available, keys: Keys, takesOwn: boolean): void {
    const known = propertiesOf(input);
    for (const [name, source] of Object.entries(mapping)) {
      if (known[name] === undefined) this.#mistake([...keys, name], `${operation.name} has no argument ${name}.`);
      const why = whyNoSource(source, available);
      if (why !== null) this.#mistake([...keys, name], why);
    }
    if (takesOwn) return;
    const missing = requiredOf(input).filter((name) => mapping[name] === undefined);
    if (missing.length > 0)
      this.#mistake(keys, `${operation.name} needs ${missing.join(", ")}, which with does not give.`);
  }

  #argument(path: string, own: JsonObject, keys: Keys): void {
    const why = whyNoSource(path, { own, result: null, facts: null, hasKey: false });
    if (why !== null) this.#mistake(keys, why);
  }

  #zod(schema: JsonObject, keys: Keys): z.core.$ZodType<JsonObject> | null {
    const made = zodOfObject(schema);
    if (made === null) this.#mistake(keys, "A schema of it has a form that cannot be checked.", "PUR-3024");
    return made;
  }

  #optional(text: string | undefined, keys: Keys): Expression | null {
    return text === undefined ? null : this.#condition(text, keys);
  }

  #condition(text: string, keys: Keys): Expression | null {
    const compiled = compileExpression(text);
    if (compiled.kind === "invalid") {
      this.#mistake(keys, `This condition cannot be read: ${compiled.message}`);
      return null;
    }
    const roots: ReadonlySet<string> = new Set(["answer", "args", "key", "customer"]);
    const foreign = compiled.expression.paths.map((path) => path.split(".")[0] ?? "").find((root) => !roots.has(root));
    // What a macro such as exists() binds is a name of the condition's own.
    if (foreign !== undefined && !text.includes(`(${foreign},`))
      this.#mistake(keys, `A condition reads answer, args, key and customer, and not ${foreign}.`);
    return compiled.expression;
  }

  #template(text: string, keys: Keys): (values: JsonObject) => string {
    const why = whyNoTemplate(text);
    if (why !== null) this.#mistake(keys, why);
    const { settings } = this.#options;
    return (values) => (settings === null ? text : render(text, values, settings));
  }

  #mistake(keys: Keys, message: string, code: ErrorCode = "PUR-3023"): void {
    this.#mistakes += 1;
    this.#options.report(code, keys, message);
  }
}
