import { PurserError } from "@purser/contract";
import { z } from "zod";

const keyBytes = 32;

/** A variable that is set to nothing counts as not set. */
const environmentSchema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** 32 bytes in base64: the key that wraps the keys of subjects. */
  PURSER_KEY: z
    .base64()
    .transform((text) => Uint8Array.from(Buffer.from(text, "base64")))
    .refine((key) => key.byteLength === keyBytes, `a key is ${keyBytes} bytes in base64`)
    .optional(),
  PURSER_API_KEY: z.string().min(16).optional(),
  /** At least 32 bytes in base64: what the host site signs its login tokens with. */
  PURSER_SITE_KEY: z
    .base64()
    .transform((text) => Uint8Array.from(Buffer.from(text, "base64")))
    .refine((key) => key.byteLength >= keyBytes, `a site key is at least ${keyBytes} bytes in base64`)
    .optional(),
  /** The mail system: `smtp://` or `smtps://`, with user and password where it wants them. */
  PURSER_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Where people reach this deployment; links in mails begin with it. */
  PURSER_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  PURSER_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The least level of a line in the operators' log. */
  PURSER_LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).optional(),
  /** As OpenTelemetry names them: the collector's base address, and `name=value` pairs, values percent-encoded. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[\w.-]+=[^,]*(,[\w.-]+=[^,]*)*$/, "these are name=value pairs with commas between them")
    .transform((text) => text.split(",").map(readPair))
    .optional(),
  OTEL_SERVICE_NAME: z.string().optional(),
});

function readPair(pair: string): [string, string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))];
}

export type LogLevel = "debug" | "info" | "warn" | "error";

/** The environment, parsed once; everybody else gets values. */
export type Environment = {
  databaseUrl: string | null;
  masterKey: Uint8Array | null;
  apiKey: string | null;
  siteKey: Uint8Array | null;
  smtpUrl: string | null;
  publicUrl: string | null;
  /** The address of a running server. */
  serverUrl: string | null;
  logLevel: LogLevel | null;
  /** Where spans are sent; null to send none. */
  collector: { url: string; headers: Readonly<Record<string, string>>; serviceName: string } | null;
  /** Any other variable, for the files of a blueprint that name one; null when it is not set. */
  variable: (name: string) => string | null;
};

/** Throws PUR-1011 with the names of what does not fit, never the values: they are secrets. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new PurserError("PUR-1011", problems.join("; "));
  }
  const { DATABASE_URL, PURSER_KEY, PURSER_API_KEY, PURSER_SITE_KEY, PURSER_SMTP_URL, PURSER_PUBLIC_URL } = parsed.data;
  const { PURSER_URL, PURSER_LOG_LEVEL } = parsed.data;
  return {
    databaseUrl: DATABASE_URL ?? null,
    masterKey: PURSER_KEY ?? null,
    apiKey: PURSER_API_KEY ?? null,
    siteKey: PURSER_SITE_KEY ?? null,
    smtpUrl: PURSER_SMTP_URL ?? null,
    publicUrl: PURSER_PUBLIC_URL ?? null,
    serverUrl: PURSER_URL ?? null,
    logLevel: PURSER_LOG_LEVEL ?? null,
    collector: collectorIn(parsed.data),
    variable: (name) => given[name] ?? null,
  };
}

function collectorIn(variables: z.infer<typeof environmentSchema>): Environment["collector"] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_HEADERS: headers, OTEL_SERVICE_NAME: name } = variables;
  if (base === undefined) return null;
  const url = `${base.replace(/\/+$/, "")}/v1/traces`;
  return { url, headers: Object.fromEntries(headers ?? []), serviceName: name ?? "purser" };
}
