import type { CaseId } from "@purser/contract";
import { eventsBetweenStates } from "../../../cases/folding/stored-state.ts";
import type { ProbeWorld } from "../probe-world.ts";
import { act, holds, read, same, type Row } from "../row.ts";

const resultBytes = 20_000;
/** Turns in each half; a case in one process is the longest, as the other ways add nothing to its size. */
const halfOf = { "one-process": 500, killed: 20, racing: 20 } as const;
const turnsPerPause = 20;
const mostGrowth = 2.2;
const longestPauseBytes = 65_536;
/** The state beside the log is bounded, so that its size levels off. */
const mostStateBytes = 262_144;

export const growth: Row = {
  id: "H12",
  title: "a case that goes on and on grows by the turn, and its pauses stay small",
  play: async (world) => {
    const asked = world.probe.record("confirm");
    const large = world.probe.record("nothing", { text: "x".repeat(resultBytes) });
    const half = halfOf[world.way];
    const caseId = await world.opens([read(large)]);
    await world.quiet();
    await turns(world, { caseId, asked, large, from: 1, to: half });
    const first = await sizeOf(world, caseId);
    await turns(world, { caseId, asked, large, from: half + 1, to: 2 * half });
    const second = await sizeOf(world, caseId);
    holds(
      `the log grows by the turn: ${first.logBytes} bytes and then ${second.logBytes}`,
      second.logBytes <= mostGrowth * first.logBytes,
    );
    holds(
      `the state is bounded: ${first.stateBytes} bytes and then ${second.stateBytes}`,
      second.stateBytes < mostStateBytes,
    );
    holds(
      `a claim reads few events, however many there are: ${second.unread}`,
      second.unread <= eventsBetweenStates + turnsPerPause,
    );
    const pauses = (await world.events(caseId)).flatMap((event) => (event.kind === "pause.opened" ? [event] : []));
    holds("there were pauses", pauses.length >= Math.trunc((2 * half) / turnsPerPause));
    same(
      "pauses above their size",
      pauses.filter((event) => JSON.stringify(event).length > longestPauseBytes).length,
      0,
    );
  },
};

type Turns = { caseId: CaseId; asked: string; large: string; from: number; to: number };

async function turns(world: ProbeWorld, { caseId, asked, large, from, to }: Turns): Promise<void> {
  for (let turn = from; turn <= to; turn += 1) {
    if (turn % turnsPerPause === 0) {
      await world.wants(caseId, [act(asked, turn)]);
      await world.answers(await world.pause(caseId), "yes");
      await world.until("it is done", async () =>
        world.probe.actsOn(asked).some(({ args }) => args.amountMinor === turn),
      );
    } else {
      const before = world.probe.readsOf(large);
      await world.wants(caseId, [read(large)]);
      await world.until("it is read", async () => world.probe.readsOf(large) > before);
    }
    await world.until("the turn is over", async () => !(await world.case(caseId)).isRunnable);
  }
}

async function sizeOf({ deployment: { store, tenant } }: ProbeWorld, caseId: CaseId) {
  const found = await store.readState(tenant, caseId);
  if (found === null) throw new Error("The case is gone.");
  const log = await store.readEvents(tenant, caseId, 0, found.row.version);
  return {
    logBytes: log.reduce((bytes, event) => bytes + JSON.stringify(event.body).length, 0),
    stateBytes: found.state?.text.length ?? 0,
    unread: found.events.length,
  };
}
