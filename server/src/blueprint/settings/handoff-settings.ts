import { z } from "zod";
import { patternSchema } from "../patterns/pattern-schema.ts";

/** English: words of anger and weariness, and doubled marks where no thanks stand beside them. */
const englishFrustration = [
  String.raw`\b(?:ridiculous|unacceptable|furious|angry|annoy\w*|disgust\w*|terrible|horrible|awful|worst|fed up|not happy|unhappy|disappoint\w*|upset|ruined|(?:second|third|fourth|fifth) time|(?:is|what|bad|are) (?:a )?joke|useless|unbelievable|outrag\w*|scam|thieves|wtf|wth|nonsense|stupid|insane|incompetent|sick of|tired of|had enough|never again|how dare|shame|pathetic|rubbish|crap|damn|hell|demand|going nowhere|hates? me|still (?:not|no|nothing|waiting)|again!|you people|why on earth|drives? (?:me|us)|what a mess|is a mess)\b`,
  String.raw`^(?![^]*\b(?:thanks?|thank you|thx|great|perfect|lovely|love|awesome|wonderful|yay|hi|hello)\b)[^]*[!?]{2,}`,
];

/** When a case is a person's though nobody asked for one. */
export const handoffSettingsSchema = z.strictObject({
  frustration: z
    .strictObject({
      /** So many messages in a row that sound angry or worn out. */
      times: z.int().positive().default(2),
      /** Regular expressions; given, they take the place of the English ones. */
      patterns: z.array(patternSchema).default(englishFrustration),
    })
    .prefault({}),
  /** By the unit that actions count: an action of more than this is a person's to decide, whatever guardrails permit. */
  limits: z.record(z.string(), z.int().nonnegative()).default({}),
  /** So many failures of one tool without a success between them. */
  failures: z.int().positive().default(5),
});
export type HandoffSettings = z.infer<typeof handoffSettingsSchema>;
