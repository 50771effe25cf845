import { z } from "zod";
import { whyNotReached } from "./service-address.ts";
import { patternSchema } from "../patterns/pattern-schema.ts";

const listSchema = z.array(z.strictObject({ category: z.string().min(1), pattern: patternSchema }));

/** English. Of what comes in: what tries to steer the model. A person reads it; nothing of it is lost. */
const steering = [
  {
    category: "steers-the-agent",
    pattern: String.raw`\b(?:ignore|disregard|forget|override)\b[^.!?]{0,40}\b(?:previous|prior|above|all|your|the)\b[^.!?]{0,20}\b(?:instructions?|rules|prompts?|guidelines|directives)\b`,
  },
  {
    category: "steers-the-agent",
    pattern: String.raw`\b(?:reveal|print|show|repeat|output)\b[^.!?]{0,30}\b(?:system prompt|your (?:instructions|prompt|rules))\b`,
  },
  {
    category: "steers-the-agent",
    pattern: String.raw`\byou are now (?:in )?(?:dan|developer mode|jailbroken|unrestricted)\b|<\|?(?:im_start|system|endoftext)\|?>`,
  },
];

/** Of what goes out: what no shop says to a customer. */
const unfit = [
  {
    category: "abuse",
    pattern: String.raw`\b(?:fuck\w*|shit\w*|bitch\w*|asshole\w*|cunt\w*|bastard\w*|moron|idiot\w*|stupid (?:customer|woman|man|person)|shut up|go to hell|kill yourself)\b`,
  },
  {
    category: "secret",
    pattern: String.raw`\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)[-_]?[\w-]{12,}|\bAKIA[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:\d[ -]?){13,16}\b(?=[^.]{0,30}\b(?:cvv|cvc|expir))`,
  },
  {
    category: "machine",
    pattern: String.raw`\bas an ai(?: language)? model\b|\bmy (?:system prompt|instructions say|training data)\b|<\|?(?:im_start|im_end|endoftext)\|?>`,
  },
];

/** `moderation:` of blueprint.yaml: given, a list takes the place of the English one. */
export const moderationSchema = z.strictObject({
  in: listSchema.default(steering),
  out: listSchema.default(unfit),
  /** A service that speaks OpenAI's `/moderations`; absent where the lists decide alone. */
  endpoint: z
    .strictObject({
      baseUrl: z.url({ protocol: /^https?$/, error: "write an address such as https://moderation.example/v1" }),
      /** Whether it may be in the operator's own network, and without TLS. */
      allowPrivate: z.boolean().default(false),
      model: z.string().min(1).exactOptional(),
      /** The variable of the environment that holds its key. */
      keyFrom: z
        .string()
        .regex(/^[A-Z][A-Z0-9_]*$/)
        .exactOptional(),
    })
    .superRefine(({ baseUrl, allowPrivate }, context) => {
      const message = whyNotReached(baseUrl, allowPrivate);
      if (message !== null) context.addIssue({ code: "custom", path: ["baseUrl"], message });
    })
    .exactOptional(),
});
export type ModerationSettings = z.infer<typeof moderationSchema>;
export type ModerationLists = Pick<ModerationSettings, "in" | "out">;
