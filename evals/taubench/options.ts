import { parseArgs } from "node:util";
import { PurserError } from "@purser/contract";
import { type Domain, domains } from "./replay/recorded.ts";

export type Options = {
  domain: Domain;
  cases: string | null;
  groundTruth: string | null;
  verdicts: string | null;
  isLive: boolean;
  isJson: boolean;
};

const usage =
  "--domain retail|airline --cases FILE [--ground-truth FILE] [--verdicts FILE] [--live] [--json]; --cases or --ground-truth, or both";

/** Reads the command's options. Throws PUR-5010. */
export function readOptions(args: readonly string[]): Options {
  const values = parsed(args);
  const domain = domains.find((name) => name === values.domain);
  if (domain === undefined)
    throw new PurserError("PUR-5010", `There is no domain ${values.domain ?? "given"}. ${usage}`);
  const { cases = null, "ground-truth": groundTruth = null, verdicts = null, live = false, json = false } = values;
  if (cases === null && groundTruth === null) throw new PurserError("PUR-5010", `Nothing is to be replayed. ${usage}`);
  return { domain, cases, groundTruth, verdicts, isLive: live, isJson: json };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        domain: { type: "string" },
        cases: { type: "string" },
        "ground-truth": { type: "string" },
        verdicts: { type: "string" },
        live: { type: "boolean" },
        json: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new PurserError("PUR-5010", `${error instanceof Error ? error.message : String(error)} ${usage}`);
  }
}
