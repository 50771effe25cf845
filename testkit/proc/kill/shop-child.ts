// The shop's systems of record in a process of their own, with a crowd of customers in them.
import { createCalendar } from "../../../examples/larkspur/systems/calendar/index.ts";
import { createCrm } from "../../../examples/larkspur/systems/crm/index.ts";
import { demoWebhookSecret, type SystemsOfRecord } from "../../../examples/larkspur/systems/create-systems.ts";
import { createMail } from "../../../examples/larkspur/systems/mail/index.ts";
import { createOms } from "../../../examples/larkspur/systems/oms/index.ts";
import { createPayments } from "../../../examples/larkspur/systems/payments/index.ts";
import { sendWebhooks } from "../../../examples/larkspur/systems/send-webhooks.ts";
import { serveControl } from "../../../examples/larkspur/systems/serve-control.ts";
import { serveSystem } from "../../../examples/larkspur/systems/serve-system.ts";
import { createShipping } from "../../../examples/larkspur/systems/shipping/index.ts";
import { systemNames } from "../../../examples/larkspur/systems/system-of-record.ts";
import { aheadSchema, shopOptionsSchema } from "./child-options.ts";
import { endWithParent, readOptions, tell } from "./child-process.ts";
import { drawCrowd } from "./crowd.ts";

const options = readOptions(shopOptionsSchema);
let { aheadMs } = options;
process.on("message", (message) => ({ aheadMs } = aheadSchema.parse(message)));

const clock = (): number => Date.now() + aheadMs;
const { data } = drawCrowd(options.seed, options.seededAtMs, options.customers);
const largestLagMs = 2_000;
const systems: SystemsOfRecord = {
  oms: createOms({ clock, data: data.oms }),
  payments: createPayments({ clock, data: data.payments, largestLagMs }),
  shipping: createShipping({ clock, data: data.shipping, webhookSecret: demoWebhookSecret }),
  mail: createMail({ clock, data: data.mail }),
  calendar: createCalendar({ clock, data: data.calendar }),
  crm: createCrm({ clock, data: data.crm }),
};
const at = { host: "127.0.0.1", port: 0 };
const urls: Record<string, string> = {};
for (const name of systemNames) urls[name] = (await serveSystem(systems[name], at)).url;
urls["control"] = (await serveControl(Object.values(systems), at)).url;
sendWebhooks(systems.shipping.webhooks, options.webhookUrl);
endWithParent();
await tell({ kind: "ready", urls });
