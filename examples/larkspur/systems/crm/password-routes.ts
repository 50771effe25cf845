import { z } from "zod";
import { countRecords, putRecord, recordsOf } from "../customer-records.ts";
import {
  customerRead,
  noBodySchema,
  notFound,
  nothingSchema,
  refuse,
  write,
  type Route,
  type Surroundings,
} from "../route.ts";
import { customerOf } from "./customer-of.ts";
import { customerRefSchema, type CrmState, type PasswordReset } from "./data.ts";

const customerPathSchema = z.strictObject({ customerRef: customerRefSchema });
const resetPathSchema = z.strictObject({ customerRef: customerRefSchema, resetId: z.string() });

/** A link is good for an hour. */
const linkLifetimeMs = 3_600_000;

const listResets = customerRead({
  path: "/customers/:customerRef/password-resets",
  pathValues: customerPathSchema,
  query: nothingSchema,
  find({ pathValues, customerRef }, { state, now }: Surroundings<CrmState>) {
    if (customerOf(state, pathValues.customerRef, customerRef) === null) return notFound("customer");
    const passwordResets = recordsOf(state.passwordResets, customerRef).map((reset) => resetView(reset, now));
    return { kind: "found", body: { passwordResets } };
  },
});

/** Makes a link and mails it to the address of the account, nowhere else. Another one each time: a key means nothing. */
const sendReset = write({
  method: "POST",
  path: "/customers/:customerRef/password-resets",
  operation: "password-reset",
  pathValues: customerPathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.customerRef,
  perform({ pathValues, customerRef }, { state, now }: Surroundings<CrmState>) {
    const customer = customerOf(state, pathValues.customerRef, customerRef);
    if (customer === null) return notFound("customer");
    const reset: PasswordReset = {
      resetId: `PR-${10_001 + countRecords(state.passwordResets)}`,
      customerRef,
      sentTo: customer.email,
      createdAt: new Date(now).toISOString(),
      expiresAtMs: now + linkLifetimeMs,
      revokedAt: null,
    };
    putRecord(state.passwordResets, reset.resetId, reset);
    const body = { passwordReset: resetView(reset, now) };
    return { kind: "effect", status: 201, body, object: customerRef, result: reset.resetId };
  },
});

const revokeReset = write({
  method: "POST",
  path: "/customers/:customerRef/password-resets/:resetId/revoke",
  operation: "password-reset-revoke",
  pathValues: resetPathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.customerRef,
  perform({ pathValues, customerRef }, { state, past, now }: Surroundings<CrmState>) {
    const reset = state.passwordResets[pathValues.resetId];
    const isHers = customerOf(state, pathValues.customerRef, customerRef) !== null;
    if (!isHers || reset?.customerRef !== customerRef) return notFound("password reset");
    const { status } = resetView(reset, now);
    if (status !== "open") return refuse(409, "not-open", `The link is ${status} already.`);
    const revoked = { ...reset, revokedAt: new Date(now).toISOString() };
    putRecord(state.passwordResets, reset.resetId, revoked);
    const made = past.effects.find((entry) => entry.operation === "password-reset" && entry.result === reset.resetId);
    return {
      kind: "reversal",
      status: 200,
      body: { passwordReset: resetView(revoked, now) },
      object: customerRef,
      result: reset.resetId,
      reverses: made?.key ?? null,
    };
  },
});

function resetView({ resetId, customerRef, sentTo, createdAt, expiresAtMs, revokedAt }: PasswordReset, now: number) {
  const unrevoked = now < expiresAtMs ? "open" : "expired";
  const status = revokedAt === null ? unrevoked : "revoked";
  return { resetId, customerRef, sentTo, status, createdAt, expiresAt: new Date(expiresAtMs).toISOString(), revokedAt };
}

export const passwordRoutes: readonly Route<CrmState>[] = [listResets, sendReset, revokeReset];
