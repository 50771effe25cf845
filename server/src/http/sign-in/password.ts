import { randomBytes, scrypt, type ScryptOptions, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** A password as it is kept; the cost stands beside it, so that a later one can be higher. */
export const passwordSchema = z.strictObject({
  salt: z.base64(),
  hash: z.base64(),
  cost: z.strictObject({ N: z.int(), r: z.int(), p: z.int() }),
});
export type KeptPassword = z.infer<typeof passwordSchema>;

/** About 150 ms on one core, and 32 MiB. */
const cost = { N: 32_768, r: 8, p: 3 } as const;
const saltBytes = 16;
const hashBytes = 32;
const mostMemoryBytes = 134_217_728;

export async function keepPassword(password: string): Promise<KeptPassword> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, cost);
  return { salt: salt.toString("base64"), hash: hash.toString("base64"), cost };
}

/** Takes as long where there is no password to compare with, so that the time tells nobody which accounts there are. */
export async function isPassword(given: string, kept: KeptPassword | null): Promise<boolean> {
  if (kept === null) {
    await derive(given, Buffer.alloc(saltBytes), cost);
    return false;
  }
  const hash = await derive(given, Buffer.from(kept.salt, "base64"), kept.cost);
  return timingSafeEqual(hash, Buffer.from(kept.hash, "base64"));
}

/** The same signs typed on another keyboard are the same password. */
function derive(password: string, salt: Buffer, { N, r, p }: KeptPassword["cost"]): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: mostMemoryBytes };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, hashBytes, options, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}
