import { parseArgs } from "node:util";
import { z } from "zod";
import { startSystems } from "./start-systems.ts";

const port = z.coerce.number().int().min(0).max(65_535);

function portPair(part: string): [name: string, port: string] {
  const [name = "", text = ""] = part.split("=");
  return [name, text];
}

/** Such as `oms=8101,mail=8104,control=8100`. */
const portsSchema = z
  .string()
  .transform((text): unknown => Object.fromEntries(text.split(",").map(portPair)))
  .pipe(
    z.strictObject({
      oms: port.exactOptional(),
      payments: port.exactOptional(),
      shipping: port.exactOptional(),
      mail: port.exactOptional(),
      calendar: port.exactOptional(),
      crm: port.exactOptional(),
      control: port.exactOptional(),
    }),
  );

const argumentsSchema = z.strictObject({
  seed: z.coerce.number().int().default(1),
  host: z.string().default("127.0.0.1"),
  /** The instant at which the clock begins to run; the real time without it. */
  "start-at": z.iso.datetime().exactOptional(),
  "data-dir": z.string().min(1).exactOptional(),
  "webhook-url": z.url().exactOptional(),
  "webhook-secret": z.string().startsWith("whsec_").exactOptional(),
  "largest-lag-ms": z.coerce.number().int().nonnegative().exactOptional(),
  bystanders: z.coerce.number().int().nonnegative().exactOptional(),
  ports: portsSchema.exactOptional(),
});

/** What stands before the first option is how this file was loaded, and is not ours. */
function readArguments(): unknown {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    allowPositionals: true,
    options: {
      seed: text,
      host: text,
      "start-at": text,
      "data-dir": text,
      "webhook-url": text,
      "webhook-secret": text,
      "largest-lag-ms": text,
      bystanders: text,
      ports: text,
    },
  });
  return { ...values };
}

/** Runs the systems as a process of their own, until SIGTERM or SIGINT; one line of JSON says that they listen. */
async function main(): Promise<void> {
  const given = argumentsSchema.parse(readArguments());
  const { seed, host } = given;
  const startedAt = Date.now();
  const beginsAt = given["start-at"] === undefined ? startedAt : Date.parse(given["start-at"]);
  const started = await startSystems({
    seed,
    host,
    clock: () => beginsAt + Date.now() - startedAt,
    ports: given.ports,
    dataFolder: given["data-dir"],
    webhookUrl: given["webhook-url"],
    webhookSecret: given["webhook-secret"],
    largestLagMs: given["largest-lag-ms"],
    bystanders: given.bystanders,
  });
  const { urls, controlUrl, landmarks } = started;
  const stop = () => void started.stop().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  // A parent that was killed sends no signal; where there is a channel to it, its end is one.
  process.once("disconnect", stop);
  process.stdout.write(`${JSON.stringify({ ready: true, urls, controlUrl, landmarks })}\n`);
}

await main();
