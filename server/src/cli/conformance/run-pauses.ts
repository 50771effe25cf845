import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import type { Cleanups } from "../demo/cleanups.ts";
import type { Runtime } from "../runtime.ts";
import { layOutProbe } from "./probe-blueprint.ts";
import { ProbeWorld, type Way } from "./probe-world.ts";
import type { Row } from "./row.ts";

export type RowResult = {
  id: string;
  title: string;
  restarts: number;
  races: number;
  /** Why it has not passed, with the way in which it was tried. */
  failures: readonly string[];
};

type Trying = { ways: readonly Way[]; blueprint: string; serverUrl: string; runtime: Runtime };
type Tried = { restarts: number; races: number; failure: string | null };

/**
 * Plays all rows in these ways, each way in a database of its own on this server, which is removed afterwards. `onRow` is
 * called for each row, in their order, as soon as it has been tried in all ways.
 */
export async function runPauses(
  rows: readonly Row[],
  { ways, blueprint, serverUrl, runtime }: Trying,
  onRow: (result: RowResult) => void,
  cleanups: Cleanups,
): Promise<readonly RowResult[]> {
  const folders = { "as-it-is": await layOut("as-it-is"), next: await layOut("next") };
  async function layOut(version: "as-it-is" | "next"): Promise<string> {
    const folder = await layOutProbe(blueprint, version);
    cleanups.add(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }
  const sharing = { ...runtime, loadBlueprint: once(runtime.loadBlueprint) };
  const worlds = await allOrNone(
    ways.map(async (way) => {
      const name = `purser_pauses_${randomBytes(6).toString("hex")}`;
      const databaseUrl = await runtime.createDatabase(serverUrl, name);
      cleanups.add(() => runtime.dropDatabase(serverUrl, name));
      return ProbeWorld.open(way, { databaseUrl, folders, runtime: sharing }, cleanups);
    }),
  );
  const tried = new Map<Row, Map<Way, Tried>>(rows.map((row) => [row, new Map()]));
  const results: RowResult[] = [];
  const tell = (): void => {
    for (const row of rows.slice(results.length)) {
      const byWay = tried.get(row);
      if (byWay?.size !== ways.length) return;
      const result = resultOf(row, byWay);
      results.push(result);
      onRow(result);
    }
  };
  await Promise.all(
    worlds.map(async (world) => {
      for (const row of rows) {
        tried.get(row)?.set(world.way, await tryRow(row, world));
        tell();
      }
    }),
  );
  return results;
}

/** To load a blueprint takes seconds, and all ways use the same. */
function once(load: Runtime["loadBlueprint"]): Runtime["loadBlueprint"] {
  const loaded = new Map<string, ReturnType<Runtime["loadBlueprint"]>>();
  return (folder) => {
    const known = loaded.get(folder) ?? load(folder);
    loaded.set(folder, known);
    return known;
  };
}

/** Waits for all even when one fails, so that what the others have started is known and can be stopped. */
async function allOrNone<Value>(opening: readonly Promise<Value>[]): Promise<Value[]> {
  await Promise.allSettled(opening);
  return Promise.all(opening);
}

async function tryRow(row: Row, world: ProbeWorld): Promise<Tried> {
  const before = { restarts: world.restarts, races: world.races };
  world.begins();
  const failure = await row.play(world).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { restarts: world.restarts - before.restarts, races: world.races - before.races, failure };
}

function resultOf({ id, title }: Row, byWay: ReadonlyMap<Way, Tried>): RowResult {
  const all = [...byWay.values()];
  return {
    id,
    title,
    restarts: all.reduce((sum, { restarts }) => sum + restarts, 0),
    races: all.reduce((sum, { races }) => sum + races, 0),
    failures: [...byWay].flatMap(([way, { failure }]) => (failure === null ? [] : [`${way}: ${failure}`])),
  };
}
