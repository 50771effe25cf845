import { bereavement } from "./bereavement.ts";
import { legalThreat } from "./legal-threat.ts";
import { minor } from "./minor.ts";
import { press } from "./press.ts";
import { selfHarm } from "./self-harm.ts";
import type { SensitiveTopic } from "./topic.ts";

/** In the order in which they count when a message is about several. */
export const builtInTopics: readonly SensitiveTopic[] = [selfHarm, minor, bereavement, legalThreat, press];
