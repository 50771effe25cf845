import { keepLimit } from "../conversations/keep-limit.ts";
import type { ApiServices } from "./api-services.ts";
import { authenticate, type Caller, type IssuedKeys } from "./authenticate.ts";
import { findKey } from "./sign-in/issued-keys.ts";
import type { SessionServices } from "./sign-in/sessions.ts";

/** Who calls, if they may call now. Throws PUR-2005, and PUR-2166 for a key that has come too often. */
export async function admit(
  authorization: string | undefined,
  { keys, desk, signIn }: Pick<ApiServices, "keys" | "desk" | "signIn">,
): Promise<Caller> {
  const { hash, caller, limit } = await authenticate(authorization, keys, issuedBy(signIn));
  await keepLimit(limit, { of: Buffer.from(hash).toString("hex"), turnId: desk.id("msg") }, desk);
  return caller;
}

/** The keys that were made at the desk; null where only those of the files count. */
export function issuedBy(signIn: SessionServices | null): IssuedKeys | null {
  return signIn === null ? null : (hash) => findKey(hash, signIn);
}
