import { currencySchema } from "@purser/contract";
import type { Voice } from "./host-sentences.ts";

export const testVoice: Voice = {
  locale: "en-US",
  currency: currencySchema.parse("USD"),
  timeZone: "America/New_York",
  sentences: {},
};
