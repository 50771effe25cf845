import { createHmac } from "node:crypto";
import { PurserError, instantOf } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { readLoginToken, signLoginToken } from "./login-token.ts";

const siteKey = new Uint8Array(32).fill(7);
const nowMs = Date.parse("2026-02-10T07:17:00.000Z");
const seconds = nowMs / 1000;
const login = { customer: "mia@example.com", isFreshLogin: false, nowMs };
const claims = { sub: "LC-1", aud: "purser", iat: seconds, exp: seconds + 600, jti: "one" };

/** A token as any library of the host site would write it. */
function tokenOf(body: object, header: object = { alg: "HS256", typ: "JWT" }, key: Uint8Array = siteKey): string {
  const signed = [header, body].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

function codeOf(token: string, atMs = nowMs): string {
  try {
    readLoginToken(token, siteKey, instantOf(atMs));
    return "accepted";
  } catch (error) {
    return error instanceof PurserError ? error.code : String(error);
  }
}

test("a login of the host site is level 2 for four hours, and one that is fresh level 3 for ten minutes", () => {
  expect(readLoginToken(signLoginToken(login, siteKey), siteKey, instantOf(nowMs))).toMatchObject({
    customer: "mia@example.com",
    level: 2,
    expiresAt: "2026-02-10T11:17:00.000Z",
  });
  const fresh = signLoginToken({ ...login, isFreshLogin: true }, siteKey);
  expect(readLoginToken(fresh, siteKey, instantOf(nowMs))).toMatchObject({
    level: 3,
    expiresAt: "2026-02-10T07:27:00.000Z",
  });
  const old = tokenOf({ ...claims, auth_time: seconds - 3600 });
  expect(readLoginToken(old, siteKey, instantOf(nowMs)).level).toBe(2);
});

test("each login has an id of its own", () => {
  const ids = [1, 2].map(() => readLoginToken(signLoginToken(login, siteKey), siteKey, instantOf(nowMs)).tokenId);
  expect(new Set(ids).size).toBe(2);
});

describe("a login token is refused", () => {
  test.each([
    ["of another key", tokenOf(claims, { alg: "HS256" }, new Uint8Array(32).fill(8))],
    ["without a signature", `${tokenOf(claims, { alg: "none" }).split(".").slice(0, 2).join(".")}.`],
    ["of another algorithm, rightly signed", tokenOf(claims, { alg: "none" })],
    ["for somebody else", tokenOf({ ...claims, aud: "shop" })],
    ["that lives longer than ten minutes", tokenOf({ ...claims, exp: seconds + 601 })],
    ["that is no token", "hello"],
    ["with a part too many", `${tokenOf(claims)}.more`],
    ["without an id", tokenOf({ ...claims, jti: undefined })],
  ])("%s", (_, token) => expect(codeOf(token)).toBe("PUR-2034"));

  test("after its time and before it, but for a minute's difference of clocks", () => {
    const token = tokenOf(claims);
    expect(codeOf(token, nowMs + 659_000)).toBe("accepted");
    expect(codeOf(token, nowMs + 661_000)).toBe("PUR-2034");
    expect(codeOf(token, nowMs - 59_000)).toBe("accepted");
    expect(codeOf(token, nowMs - 61_000)).toBe("PUR-2034");
  });

  test("when a single letter of it was changed", () => {
    const token = tokenOf(claims);
    const [head = "", body = "", signature = ""] = token.split(".");
    const other = Buffer.from(JSON.stringify({ ...claims, sub: "LC-2" })).toString("base64url");
    expect(codeOf([head, other, signature].join("."))).toBe("PUR-2034");
    expect(codeOf([head, body, signature].join("."))).toBe("accepted");
  });
});
