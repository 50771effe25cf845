import { createHmac } from "node:crypto";
import {
  type CallKey,
  type Hash,
  type IdOf,
  type IdPrefix,
  type Json,
  callKeySchema,
  idSchemas,
} from "@purser/contract";
import { base32 } from "./base32.ts";
import { canonicalJson } from "./canonical-json.ts";

/** What a call's key is derived from; the same for every attempt at the same decision. */
export type CallKeySource = { tenant: string; caseId: string; proposalId: string; action: string; argsHash: Hash };

/** base32(HMAC-SHA-256(deployment secret, canonical JSON of the source)): derived, never random. */
export function callKeyOf(source: CallKeySource, deploymentSecret: Uint8Array): CallKey {
  return callKeySchema.parse(
    base32(createHmac("sha256", deploymentSecret).update(canonicalJson(source), "utf8").digest()),
  );
}

/** An id that is the same whenever it is derived from the same source, such as a child case's from (parent, step). */
export function derivedId<Prefix extends IdPrefix>(
  prefix: Prefix,
  source: Json,
  deploymentSecret: Uint8Array,
): IdOf<Prefix> {
  const digest = createHmac("sha256", deploymentSecret).update(canonicalJson(source), "utf8").digest();
  return idFromBytes(prefix, digest);
}

/** An id from at least 13 random or derived bytes, of which 100 bits are used. */
export function idFromBytes<Prefix extends IdPrefix>(prefix: Prefix, bytes: Uint8Array): IdOf<Prefix> {
  return idParsers[prefix](`${prefix}_${base32(bytes).slice(0, 20)}`);
}

const idParsers: { [Prefix in IdPrefix]: (text: string) => IdOf<Prefix> } = {
  case: (text) => idSchemas.case.parse(text),
  cus: (text) => idSchemas.cus.parse(text),
  tm: (text) => idSchemas.tm.parse(text),
  prop: (text) => idSchemas.prop.parse(text),
  pause: (text) => idSchemas.pause.parse(text),
  msg: (text) => idSchemas.msg.parse(text),
  out: (text) => idSchemas.out.parse(text),
  tmr: (text) => idSchemas.tmr.parse(text),
  hand: (text) => idSchemas.hand.parse(text),
  file: (text) => idSchemas.file.parse(text),
  pend: (text) => idSchemas.pend.parse(text),
};
