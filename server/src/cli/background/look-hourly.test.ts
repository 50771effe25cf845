import { hours } from "@purser/kit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { OperatorLog } from "../../worker/world.ts";
import { lookHourly } from "./look-hourly.ts";
import { StopList } from "../stop-list.ts";

const minuteMs = 60_000;

describe("a look once an hour", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("is made a minute after the start, and every hour until the stop", async () => {
    const { stops, looks } = looking();
    await vi.advanceTimersByTimeAsync(minuteMs - 1);
    expect(looks()).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(looks()).toBe(1);
    await vi.advanceTimersByTimeAsync(hours(2) - minuteMs);
    expect(looks()).toBe(3);
    await stops.stopAll();
    await vi.advanceTimersByTimeAsync(hours(5));
    expect(looks()).toBe(3);
  });

  it("that fails is told to the operators, and the next one is made", async () => {
    const { told, looks } = looking(() => Promise.reject(new Error("No database.")));
    await vi.advanceTimersByTimeAsync(hours(1));
    expect(looks()).toBe(2);
    expect(told).toEqual([
      ["warn", "files.not-swept", expect.objectContaining({ error: "Error", code: null })],
      ["warn", "files.not-swept", expect.objectContaining({ error: "Error", code: null })],
    ]);
  });

  it("is ended before the stop is", async () => {
    let end = (): void => undefined;
    const { stops } = looking(() => new Promise((resolve) => (end = resolve)));
    await vi.advanceTimersByTimeAsync(minuteMs);
    let isStopped = false;
    const stopping = stops.stopAll().then(() => (isStopped = true));
    await vi.advanceTimersByTimeAsync(minuteMs);
    expect(isStopped).toBe(false);
    end();
    await stopping;
    expect(isStopped).toBe(true);
  });
});

function looking(look: () => Promise<void> = () => Promise.resolve()) {
  const stops = new StopList();
  const told: Parameters<OperatorLog>[] = [];
  let count = 0;
  const counted = (): Promise<void> => {
    count += 1;
    return look();
  };
  const failure = { level: "warn", name: "files.not-swept" } as const;
  lookHourly({ stage: "uploads", look: counted, failure }, (...line) => void told.push(line), stops);
  return { stops, told, looks: () => count };
}
