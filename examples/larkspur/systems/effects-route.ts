import { z } from "zod";
import { customerRead, nothingSchema, type Route } from "./route.ts";

/** `GET /effects?key=`: what was done for this customer under a key, so that a caller can tell its own writes. */
export function readEffectsUnderKey<State>(): Route<State> {
  return customerRead({
    path: "/effects",
    pathValues: nothingSchema,
    query: z.strictObject({ key: z.string().min(1) }),
    find({ query, customerRef }, { past }) {
      const made = past.effectsUnder(query.key).filter((entry) => entry.subject === customerRef);
      const effects = made.map(({ tick, key, object, operation, args, kind, result }) => ({
        at: new Date(tick).toISOString(),
        key,
        object,
        operation,
        args,
        kind,
        result,
      }));
      return { kind: "found", body: { effects } };
    },
  });
}
