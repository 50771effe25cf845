import type { Turn } from "../replay/recorded.ts";
import { saidBy } from "./said.ts";

const wish =
  /\b(?:compensat\w+|voucher\w*|certificate\w*|refund\w*|reimburse\w*|credit|goodwill|gesture|make (?:this|it|up)|make things right|money back|(?:do|offer|give)(?: something)? (?:for )?me)\b/;

/** True when the customer has asked for, or taken up, a compensation of any kind. */
export function asksForCompensation(turns: readonly Turn[]): boolean {
  return saidBy("customer", turns).some((text) => wish.test(text));
}
