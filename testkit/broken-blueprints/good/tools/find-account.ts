import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";

export default defineLookup({
  name: "find_account",
  title: "Find the loyalty account",
  input: z.strictObject({}),
  output: z.object({ account: z.object({ id: z.string(), points: z.int() }) }),
  gives: ["account.id", "account.points"],
  run: async (context) => {
    const read = await readAccount(context);
    if (read.kind !== "found") return read;
    return { kind: "found", result: { account: { id: read.account.accountId, points: read.account.points } } };
  },
});
