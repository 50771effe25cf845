import { Secret, TOTP } from "otpauth";

const periodSeconds = 30;
const secretBytes = 20;

/** A new secret, as authenticator apps read it. */
export function newTotpSecret(): string {
  return new Secret({ size: secretBytes }).base32;
}

export function totpUri(secret: string, issuer: string, label: string): string {
  return totpOf(secret, issuer, label).toString();
}

/**
 * The number of the period that the code belongs to, this one or one beside it; null when it belongs to none of them, or
 * to one that was used before.
 */
export function totpStep(code: string, secret: string, atMs: number, lastStep: number): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: atMs, window: 1 });
  if (delta === null) return null;
  const step = Math.floor(atMs / 1000 / periodSeconds) + delta;
  return step > lastStep ? step : null;
}

function totpOf(secret: string, issuer = "Purser", label = ""): TOTP {
  return new TOTP({ issuer, label, algorithm: "SHA1", digits: 6, period: periodSeconds, secret });
}
