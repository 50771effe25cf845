import { pathToFileURL } from "node:url";
import pg from "pg";

/**
 * Measures one of those who are compared, in a process of its own: `node measure.js MODULE DATABASE_URL SECONDS TURNS`.
 * MODULE opens it on an empty database: `open(databaseUrl, connections)` gives `runCase`, `takeTurn` and `close`. With TURNS over
 * 0 so many turns of one conversation are timed too. Prints one line of JSON.
 */
const [modulePath, databaseUrl, seconds, turns] = process.argv.slice(2);
const connections = 16;
const warmUpCases = 40;

const peer = await import(pathToFileURL(modulePath).href);
const measured = await peer.open(databaseUrl, connections);
let number = 0;
const runCase = () => measured.runCase((number += 1));

await inParallel(connections, () => number < warmUpCases, runCase);
const c1 = await casesPerSecond(1);
const before = await bytesStored();
const startedAt = number;
const c16 = await casesPerSecond(connections);
const bytesPerCase = Math.round(((await bytesStored()) - before) / (number - startedAt));
const turnMs = await turnTimes(Math.min(Number(turns), peer.longestConversation ?? 100));
await measured.close();
process.stdout.write(`${JSON.stringify({ c1, c16, bytesPerCase, turnMs, settings: peer.settings })}\n`);
process.exit(0);

async function casesPerSecond(clients) {
  const start = performance.now();
  const giveUpAt = start + Number(seconds) * 1_000;
  let done = 0;
  await inParallel(
    clients,
    () => performance.now() < giveUpAt,
    async () => {
      await runCase();
      done += 1;
    },
  );
  return (done * 1_000) / (performance.now() - start);
}

/** Medians of the turns around the tenth, the hundredth and the thousandth of one conversation. */
async function turnTimes(count) {
  const times = [];
  for (let turn = 1; turn <= count; turn += 1) {
    const start = performance.now();
    await measured.takeTurn("conversation", turn);
    times.push(performance.now() - start);
  }
  const around = (turn) => median(times.slice(Math.max(0, turn - 11), turn));
  return Object.fromEntries([10, 100, 1_000].flatMap((turn) => (turn > count ? [] : [[`turn${turn}`, around(turn)]])));
}

/** All tables with their indexes, in whatever schema they lie. */
async function bytesStored() {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    "select sum(pg_total_relation_size(c.oid))::float8 as bytes from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')",
  );
  await client.end();
  return rows[0].bytes;
}

async function inParallel(lanes, goesOn, run) {
  const lane = async () => {
    while (goesOn()) await run();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
