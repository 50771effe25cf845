import { join } from "node:path";
import { createCalendar } from "./calendar/index.ts";
import { createCrm } from "./crm/index.ts";
import { memoryKeeper, openFileKeeper } from "./keeper.ts";
import type { CallEntry } from "./ledger.ts";
import type { Landmarks } from "./landmarks.ts";
import { createMail } from "./mail/index.ts";
import { createOms } from "./oms/index.ts";
import type { SystemOptions } from "./open-system.ts";
import { createPayments } from "./payments/index.ts";
import type { WorldData } from "./seed/world-draft.ts";
import { seedWorld } from "./seed-world.ts";
import { createShipping } from "./shipping/index.ts";
import { systemNames, type SystemName, type SystemOfRecord } from "./system-of-record.ts";
import { keepWorldSeed, type WorldSeed } from "./world-seed.ts";

export type SystemsOptions = {
  seed: number;
  /** Epoch milliseconds; the clock that Purser asks too. The world is seeded for what it says now. */
  clock: () => number;
  /** `whsec_` and base64; a well-known one for demos without it. */
  webhookSecret?: string | undefined;
  /** Where state and ledgers survive a restart; in memory only without it. */
  dataFolder?: string | undefined;
  /** Customers that no scenario is about. */
  bystanders?: number | undefined;
  /** Answer without the world's own latency; for simulations that have their own. */
  isInstant?: boolean;
  /** How late changes of subscriptions are read back at most; a minute without it. */
  largestLagMs?: number | undefined;
  /** Changes the seeded data before anybody reads them. */
  plant?: ((data: WorldData) => void) | undefined;
  /** Called when a call arrives, before anything is done about it. */
  onCall?: (system: SystemName, call: CallEntry) => void;
};

export type SystemsOfRecord = Readonly<Record<SystemName, SystemOfRecord>>;
export type CreatedSystems = { systems: SystemsOfRecord; landmarks: Landmarks };

/** Known to everybody: it protects nothing but a demo. */
export const demoWebhookSecret = "whsec_bGFya3NwdXItZXhhbXBsZS13ZWJob29rLXNlY3JldA==";

/** The six systems of the shop in this process, without a network. */
export function createSystems(options: SystemsOptions): CreatedSystems {
  const { dataFolder, clock } = options;
  const fresh: WorldSeed = { seed: options.seed, seededAt: clock() };
  const { seed, seededAt } = dataFolder === undefined ? fresh : keepWorldSeed(dataFolder, fresh);
  const { data, landmarks, latencyMs } = seedWorld(seed, seededAt, options.bystanders);
  options.plant?.(data);
  const common = (name: SystemName): SystemOptions => ({
    clock,
    latencyMs: options.isInstant === true ? 0 : latencyMs[name],
    keeper: dataFolder === undefined ? memoryKeeper : openFileKeeper(join(dataFolder, name)),
  });
  const { largestLagMs, webhookSecret = demoWebhookSecret } = options;
  const systems: SystemsOfRecord = {
    oms: createOms({ ...common("oms"), data: data.oms }),
    payments: createPayments({ ...common("payments"), data: data.payments, largestLagMs }),
    shipping: createShipping({ ...common("shipping"), data: data.shipping, webhookSecret }),
    mail: createMail({ ...common("mail"), data: data.mail }),
    calendar: createCalendar({ ...common("calendar"), data: data.calendar }),
    crm: createCrm({ ...common("crm"), data: data.crm }),
  };
  const { onCall } = options;
  if (onCall !== undefined) for (const name of systemNames) systems[name].onCall((call) => onCall(name, call));
  return { systems, landmarks };
}
