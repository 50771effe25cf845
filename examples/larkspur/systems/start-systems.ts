import { createSystems, type CreatedSystems, type SystemsOptions } from "./create-systems.ts";
import { sendWebhooks } from "./send-webhooks.ts";
import { serveControl } from "./serve-control.ts";
import { serveSystem } from "./serve-system.ts";
import { systemNames, type SystemName } from "./system-of-record.ts";

export type SystemPorts = Readonly<Partial<Record<SystemName | "control", number>>>;

export type StartOptions = SystemsOptions & {
  host?: string | undefined;
  /** Free ones where none is given. */
  ports?: SystemPorts | undefined;
  /** Where `shipping` sends its webhooks; it sends none without it. */
  webhookUrl?: string | undefined;
  /** The same and the secret to sign with, as whoever starts a blueprint's systems says it: by the system's name. */
  webhooks?: Readonly<Record<string, { url: string; secret: string }>> | undefined;
};

export type StartedSystems = CreatedSystems & {
  urls: Readonly<Record<SystemName, string>>;
  /** Ledgers and faults of all systems, below their names; there also while a system is down. */
  controlUrl: string;
  stop: () => Promise<void>;
};

/** The six systems, each listening at its own address. */
export async function startSystems(options: StartOptions): Promise<StartedSystems> {
  const { host = "127.0.0.1", ports = {}, webhooks } = options;
  const webhookUrl = options.webhookUrl ?? webhooks?.["shipping"]?.url;
  const created = createSystems({ ...options, webhookSecret: options.webhookSecret ?? webhooks?.["shipping"]?.secret });
  const serve = (name: SystemName) => serveSystem(created.systems[name], { host, port: ports[name] ?? 0 });
  const listeners = {
    oms: await serve("oms"),
    payments: await serve("payments"),
    shipping: await serve("shipping"),
    mail: await serve("mail"),
    calendar: await serve("calendar"),
    crm: await serve("crm"),
  };
  const control = await serveControl(Object.values(created.systems), { host, port: ports.control ?? 0 });
  const stopSending = webhookUrl === undefined ? null : sendWebhooks(created.systems.shipping.webhooks, webhookUrl);
  return {
    ...created,
    urls: {
      oms: listeners.oms.url,
      payments: listeners.payments.url,
      shipping: listeners.shipping.url,
      mail: listeners.mail.url,
      calendar: listeners.calendar.url,
      crm: listeners.crm.url,
    },
    controlUrl: control.url,
    async stop() {
      await stopSending?.();
      await control.stop();
      for (const name of systemNames) await listeners[name].stop();
    },
  };
}
