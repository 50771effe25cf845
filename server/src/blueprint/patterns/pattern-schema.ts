import { z } from "zod";

/** A regular expression as a person writes it into a blueprint. */
export const patternSchema = z
  .string()
  .refine(
    (pattern) => isPattern(pattern, "i"),
    "this is no regular expression; a character such as ( or [ that stands for itself is written \\( or \\[",
  );

export function isPattern(text: string, flags: string): boolean {
  try {
    return new RegExp(text, flags).source !== "";
  } catch {
    return false;
  }
}
