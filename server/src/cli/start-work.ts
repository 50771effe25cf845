import { MailSender } from "../worker/mail-sender.ts";
import { Worker } from "../worker/worker.ts";
import { indexWords } from "./background/index-words.ts";
import { keepCheckpoints } from "./background/keep-checkpoints.ts";
import { keepFiles } from "./background/keep-files.ts";
import { keepMeasures } from "./background/keep-measures.ts";
import type { OperatorLog } from "../worker/world.ts";
import type { Deployment, Runtime } from "./runtime.ts";
import type { StopList } from "./stop-list.ts";
import { watchWorker } from "./background/worker-watch.ts";

type WorkOptions = { runtime: Runtime; log: OperatorLog; serves: "api" | "status" };

const workerOptions = { leaseMs: 30_000, concurrency: 16, pollMs: 1000 } as const;

/** Cases, mail, and what is kept beside them. */
export async function startWork(
  options: WorkOptions,
  database: { databaseUrl: string; masterKey: Uint8Array },
  deployment: Deployment,
  ownUrl: string | null,
  stops: StopList,
): Promise<void> {
  const { runtime, log } = options;
  keepCheckpoints({ ...database, runtime, log }, stops);
  keepMeasures(deployment, log, stops);
  keepFiles(deployment, log, stops);
  if (options.serves === "api") indexWords(deployment.desk.store, log, stops);
  await startWorker(deployment, stops);
  await startMailing(options, deployment, ownUrl, stops);
}

async function startWorker({ world }: Deployment, stops: StopList): Promise<void> {
  const { store, beat, beats } = watchWorker(world);
  const worker = new Worker({ ...world, store }, workerOptions);
  worker.start();
  const stopping = new AbortController();
  await beat();
  const beating = beats(stopping.signal);
  stops.add("worker", async () => {
    await worker.stop();
    stopping.abort();
    await beating;
  });
}

const mailPollMs = 2_000;

/** Only where there is a mail system, and an address that people can open. */
async function startMailing(
  { runtime, log }: WorkOptions,
  { world, blueprint }: Deployment,
  ownUrl: string | null,
  stops: StopList,
): Promise<void> {
  const { smtpUrl, publicUrl } = runtime.environment;
  const reachedAt = publicUrl ?? ownUrl;
  if (blueprint.settings.mail === undefined) return;
  if (smtpUrl === null || reachedAt === null) {
    log("warn", "mail.off", { needs: smtpUrl === null ? "PURSER_SMTP_URL" : "PURSER_PUBLIC_URL" });
    return;
  }
  const sender = new MailSender(world, await runtime.mailer(smtpUrl), { publicUrl: reachedAt, pollMs: mailPollMs });
  sender.start();
  stops.add("mail", () => sender.stop());
}
