import { type JsonObject, jsonObjectSchema, PurserError } from "@purser/contract";
import type { PlayedRecord, PreparedScenario, Stage } from "@purser/kit";
import { z } from "zod";
import type { Eval } from "../../blueprint/evals.ts";
import type { Settings } from "../../blueprint/settings/settings.ts";
import { checkEval } from "./check-eval.ts";
import { type Persona, SimulatedCustomer } from "./simulated-customer.ts";

const landmarksSchema = z.record(z.string(), jsonObjectSchema).catch({});

/** An eval as what plays and checks scenarios takes it. */
export function preparedEval(played: Eval, landmarks: unknown, settings: Settings): PreparedScenario {
  const persona = personaOf(played, landmarksSchema.parse(landmarks));
  return {
    play: (stage: Stage) => new SimulatedCustomer(played, persona, settings).play(stage),
    check: (record: PlayedRecord) => checkEval(record, played, persona, settings),
  };
}

/** @throws PUR-6021 when the example's world has nobody of that name. */
function personaOf(
  { customer, with: given, path, placeOf }: Eval,
  landmarks: Readonly<Record<string, JsonObject>>,
): Persona {
  const { landmark, ref } = customer;
  const known = landmark === undefined ? { customerRef: ref ?? "" } : landmarks[landmark];
  const customerRef = known?.["customerRef"];
  if (known === undefined || typeof customerRef !== "string") {
    const { line, column } = placeOf(["customer", "landmark"]);
    const there = Object.keys(landmarks).join(", ");
    throw new PurserError("PUR-6021", `${path}:${line}:${column} ${landmark ?? ""}; there are ${there || "none"}.`);
  }
  return { customerRef, data: { ...known, ...given } };
}
