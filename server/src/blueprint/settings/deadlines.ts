import { z } from "zod";
import { spanSchema } from "./duration.ts";

/** `approve` can be read only so that it can be refused by name. */
const stepSchema = z.strictObject({
  after: spanSchema,
  do: z.enum(["remind", "reassign", "escalate", "decline", "hand-off", "approve"]),
  /** For `reassign`: the id of the person. */
  to: z.string().exactOptional(),
});
export type DeadlineStep = z.infer<typeof stepSchema>;

const chainSchema = z.array(stepSchema).min(1).max(10);
export type DeadlineChain = z.infer<typeof chainSchema>;

const usualChain = (end: DeadlineStep["do"]): z.input<typeof chainSchema> => [
  { after: "4h", do: "remind" },
  { after: "24h", do: end },
];

/** What happens while nobody answers, each counted from the question; the last step is the end. */
export const pausesSchema = z.strictObject({
  confirm: chainSchema.prefault(usualChain("decline")),
  approve: chainSchema.prefault(usualChain("hand-off")),
  /** Instead of these, by the name of an action. */
  actions: z
    .record(z.string(), z.strictObject({ confirm: chainSchema.exactOptional(), approve: chainSchema.exactOptional() }))
    .default({}),
});
export type PauseSettings = z.infer<typeof pausesSchema>;

/** The chain for a question about these actions: that of the first of them that has its own, else the usual one. */
export function chainFor(
  settings: PauseSettings,
  kind: "confirm" | "approve",
  actions: readonly string[],
): DeadlineChain {
  const own = actions.map((action) => settings.actions[action]?.[kind]).find((chain) => chain !== undefined);
  return own ?? settings[kind];
}
