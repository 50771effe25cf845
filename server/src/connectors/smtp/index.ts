import { isIP } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { EgressError, type Mail, type Mailer, type MailResult } from "@purser/kit";
import { createTransport } from "nodemailer";
import { z } from "zod";
import { checkedAddress } from "../egress.ts";

/** How long one mail may take in all; a system that hangs is left alone after that. */
const defaultDeadlineMs = 30_000;
const permanently = 500;
const loopback = ["localhost", "127.0.0.1", "[::1]"];

/**
 * A mail system over SMTP: `smtp://` with STARTTLS where it is offered, `smtps://` with TLS from the start. A user and a
 * password are told to a system on another machine only over TLS. The operator names it, so it may stand in their own
 * network; what it is connected to is the address that was checked.
 */
export function createSmtpMailer(url: string, deadlineMs = defaultDeadlineMs): Mailer {
  return { send: (mail) => send(new URL(url), mail, deadlineMs) };
}

async function send(url: URL, mail: Mail, deadlineMs: number): Promise<MailResult> {
  let address: string;
  try {
    address = await checkedAddress(url.hostname, true);
  } catch (error) {
    if (error instanceof EgressError) return { kind: "notSent", detail: error.message };
    throw error;
  }
  const transport = createTransport(optionsOf(url, address, deadlineMs));
  const over = new AbortController();
  try {
    const sending = transport.sendMail({
      from: mail.from,
      to: { name: "", address: mail.to },
      subject: mail.subject,
      text: mail.text,
      messageId: `<${mail.messageId}>`,
      headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    });
    const result = sending.then(
      ({ response }): MailResult => ({ kind: "accepted", detail: response }),
      (error: unknown) => resultOf(error),
    );
    const late = delay<MailResult>(
      deadlineMs,
      { kind: "unknown", detail: `The mail system did not finish in ${deadlineMs} ms.` },
      { signal: over.signal },
    );
    late.catch(() => undefined);
    return await Promise.race([result, late]);
  } finally {
    over.abort();
    transport.close();
  }
}

function optionsOf(url: URL, address: string, deadlineMs: number) {
  const isSecure = url.protocol === "smtps:";
  const hasUser = url.username !== "";
  return {
    host: address,
    ...(isIP(url.hostname) === 0 && !url.hostname.startsWith("[") ? { tls: { servername: url.hostname } } : {}),
    port: url.port === "" ? defaultPort(isSecure) : Number(url.port),
    secure: isSecure,
    requireTLS: hasUser && !isSecure && !loopback.includes(url.hostname),
    ...(hasUser ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } } : {}),
    connectionTimeout: deadlineMs,
    greetingTimeout: deadlineMs,
    socketTimeout: deadlineMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function defaultPort(isSecure: boolean): number {
  return isSecure ? 465 : 587;
}

const smtpErrorSchema = z.object({
  message: z.string().default(""),
  code: z.string().optional(),
  syscall: z.string().optional(),
  responseCode: z.int().optional(),
});

/** Without a connection nothing can have been taken; an answer is the system's own word. */
function resultOf(error: unknown): MailResult {
  const { message, code, syscall, responseCode } = smtpErrorSchema.parse(error);
  if (responseCode !== undefined) return { kind: responseCode >= permanently ? "refused" : "notSent", detail: message };
  return { kind: code === "EDNS" || syscall === "connect" ? "notSent" : "unknown", detail: message };
}
