import { keepLimit } from "../conversations/keep-limit.ts";
import type { ApiServices } from "./api-services.ts";
import { authenticate, type Caller } from "./authenticate.ts";

/** Who calls, if they may call now. Throws PUR-2005, and PUR-2166 for a key that has come too often. */
export async function admit(
  authorization: string | undefined,
  { keys, desk }: Pick<ApiServices, "keys" | "desk">,
): Promise<Caller> {
  const { hash, caller, limit } = authenticate(authorization, keys);
  await keepLimit(limit, { of: Buffer.from(hash).toString("hex"), turnId: desk.id("msg") }, desk);
  return caller;
}
