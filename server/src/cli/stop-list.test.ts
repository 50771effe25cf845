import { describe, expect, it } from "vitest";
import { StopList } from "./stop-list.ts";

describe("what must be stopped", () => {
  it("is stopped in the order of its stages, whatever the order of its start", async () => {
    const { stops, stopped } = listed(["postgres", "server", "worker"]);
    await stops.stopAll();
    expect(stopped).toEqual(["server 1", "worker 2", "postgres 0"]);
  });

  it("is all stopped where a stage has several parts, the youngest first", async () => {
    const { stops, stopped } = listed(["files", "connections", "files", "connections"]);
    await stops.stopAll();
    expect(stopped).toEqual(["connections 3", "connections 1", "files 2", "files 0"]);
  });

  it("is all stopped though a part of the same stage fails, and the first failure is told", async () => {
    const { stops, stopped } = listed(["connections", "store"]);
    stops.add("connections", () => Promise.reject(new Error("The system has gone.")));
    await expect(stops.stopAll()).rejects.toThrow("The system has gone.");
    expect(stopped).toEqual(["connections 0", "store 1"]);
  });

  it("is stopped once, however often it is asked for", async () => {
    const { stops, stopped } = listed(["worker"]);
    await Promise.all([stops.stopAll(), stops.stopAll()]);
    await stops.stopAll();
    expect(stopped).toEqual(["worker 0"]);
  });
});

/** Parts that say their stage and the place at which they were added when they are stopped. */
function listed(stages: readonly Parameters<StopList["add"]>[0][]): { stops: StopList; stopped: string[] } {
  const stops = new StopList();
  const stopped: string[] = [];
  for (const [index, stage] of stages.entries()) {
    stops.add(stage, async () => {
      stopped.push(`${stage} ${index}`);
    });
  }
  return { stops, stopped };
}
