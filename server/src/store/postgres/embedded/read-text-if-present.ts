import { readFile } from "node:fs/promises";
import { systemCodeOf } from "./system-code-of.ts";

/** ESRCH is how /proc says that the process ended between opening and reading. */
const absentCodes = ["ENOENT", "ESRCH"];

/** null when there is no such file; every other failure is thrown. */
export async function readTextIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (absentCodes.includes(systemCodeOf(error) ?? "")) return null;
    throw error;
  }
}
