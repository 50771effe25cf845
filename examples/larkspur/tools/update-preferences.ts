import type { ActionOutcome, FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { accountPath } from "./account-record.ts";
import { type Preferences, preferencesSchema, readProfile } from "./profile-record.ts";
import { change } from "./shop-client.ts";

const inputSchema = z
  .strictObject({
    newsletter: z.boolean().exactOptional(),
    textMessages: z.boolean().exactOptional(),
    giftWrap: z.boolean().exactOptional(),
    favoriteStore: z.string().min(1).max(80).exactOptional(),
  })
  .refine((wish) => Object.keys(wish).length > 0, "Name at least one preference.");
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({ isFlagged: z.boolean(), current: preferencesSchema });
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  preferences: z.object({ state: z.literal("changed"), former: preferencesSchema, current: preferencesSchema }),
});
type Output = z.infer<typeof outputSchema>;

const names = ["newsletter", "textMessages", "giftWrap", "favoriteStore"] as const;

/** Changes some of the customer's preferences. The CRM has no keys and no versions, so nothing is sent twice. */
export default defineAction({
  name: "update_preferences",
  title: "Change the preferences",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: {
    newsletter: "wish.newsletter",
    textMessages: "wish.textMessages",
    giftWrap: "wish.giftWrap",
    favoriteStore: "wish.favoriteStore",
  },
  gives: ["preferences.state", "preferences.current"],
  promises: { "preferences.state": "changed" },
  factsSchema,
  sources: { isFlagged: "crm", current: "crm" },
  touches: () => ({ type: "Account", id: "preferences" }),
  readFacts: readPreferenceFacts,
  describe: ({ args }) => `Change your preferences: ${wishText(args)}?`,
  simulate: simulateChange,
  execute: async (context) => {
    const { args, facts, key } = context;
    const outcome = await putPreferences(context, { ...facts.current, ...args }, { key });
    return outcome.kind === "done" ? { kind: "done", result: resultOf(args, facts) } : outcome;
  },
  verify: async (context) => {
    const { args, facts } = context;
    const found = await findPreferences(context, { ...facts.current, ...args });
    return found.kind === "done" ? { kind: "done", result: resultOf(args, facts) } : found;
  },
  undo: {
    kind: "reversible",
    withinMs: days(30),
    factsSchema: z.strictObject({ current: preferencesSchema }),
    sources: { current: "crm" },
    readFacts: async (context) => {
      const profile = await readProfile(context);
      if (profile.kind !== "found") return profile;
      return { kind: "read", facts: { current: profile.value.preferences } };
    },
    describe: ({ args, result }) => `Set the preferences back: ${wishText(formerOf(args, result))}?`,
    execute: async ({ args, result, facts, key, callKey, ...context }) => {
      const wanted = { ...facts.current, ...formerOf(args, result) };
      if (isSame(facts.current, wanted))
        return { kind: "refused", code: "PUR-3012", detail: "The preferences are as before already." };
      return putPreferences(context, wanted, { key, reverses: callKey });
    },
    verify: ({ args, result, facts, ...context }) =>
      findPreferences(context, { ...facts.current, ...formerOf(args, result) }),
  },
});

function resultOf(args: Input, { current }: Facts): Output {
  return { preferences: { state: "changed", former: current, current: { ...current, ...args } } };
}

/** Of what was changed, what it was before; what she has changed since beside it stays. */
function formerOf(args: Input, { preferences }: Output): Partial<Preferences> {
  return Object.fromEntries(
    names.filter((name) => args[name] !== undefined).map((name) => [name, preferences.former[name]]),
  );
}

function isSame(left: Preferences, right: Preferences): boolean {
  return names.every((name) => left[name] === right[name]);
}

function wishText(wish: Partial<Preferences>): string {
  const texts = {
    newsletter: wish.newsletter === undefined ? "" : `newsletter ${onOff(wish.newsletter)}`,
    textMessages: wish.textMessages === undefined ? "" : `text messages ${onOff(wish.textMessages)}`,
    giftWrap: wish.giftWrap === undefined ? "" : `gift wrap ${onOff(wish.giftWrap)}`,
    favoriteStore: wish.favoriteStore === undefined ? "" : `favorite store ${wish.favoriteStore ?? "none"}`,
  };
  return names
    .map((name) => texts[name])
    .filter((text) => text !== "")
    .join(", ");
}

function onOff(isOn: boolean): string {
  return isOn ? "on" : "off";
}

function putPreferences(
  context: ToolContext,
  body: Preferences,
  { key, reverses }: { key: string; reverses?: string },
): Promise<ActionOutcome> {
  const path = `${accountPath(context) ?? "/customers"}/preferences`;
  const headers = reverses === undefined ? {} : { "purser-reverses": reverses };
  const schema = z.object({ customer: z.object({ preferences: z.object(preferencesSchema.shape) }) });
  return change(context, "crm", { method: "PUT", path, body, key, headers }, schema, () => ({}));
}

/** The account itself is all that can be read back. */
async function findPreferences(context: ToolContext, wanted: Preferences): Promise<Finding> {
  const profile = await readProfile(context);
  if (profile.kind !== "found") return { kind: "unknown", detail: profile.detail };
  const { preferences } = profile.value;
  if (isSame(preferences, wanted)) return { kind: "done", result: {} };
  return { kind: "not-done", detail: "The account shows other preferences." };
}

async function readPreferenceFacts(context: ToolContext): Promise<FactsOutcome<Facts>> {
  const profile = await readProfile(context);
  if (profile.kind !== "found") return profile;
  return { kind: "read", facts: { isFlagged: profile.value.isFlagged, current: profile.value.preferences } };
}

async function simulateChange(context: ToolContext & { args: Input }): Promise<Simulation> {
  const profile = await readProfile(context);
  if (profile.kind === "failed") return { kind: "cannot-tell", detail: profile.detail };
  if (profile.kind === "refused") return { kind: "would-refuse", detail: profile.detail };
  const { preferences } = profile.value;
  const wanted: Preferences = { ...preferences, ...context.args };
  const changes = names
    .filter((name) => preferences[name] !== wanted[name])
    .map((name) => ({
      record: "account",
      field: `preferences.${name}`,
      from: shown(preferences[name]),
      to: shown(wanted[name]),
    }));
  return { kind: "would-do", changes };
}

function shown(value: boolean | string | null): string | null {
  return typeof value === "boolean" ? onOff(value) : value;
}
