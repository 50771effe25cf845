import { type Instant, instantOf } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { CircuitBreaker } from "./circuit-breaker.ts";

const at = (seconds: number): Instant => instantOf(seconds * 1000);

function opened(): CircuitBreaker {
  const breaker = new CircuitBreaker();
  for (let count = 0; count < 3; count += 1) breaker.failed(at(0), "503");
  return breaker;
}

describe("a model that does not answer", () => {
  test("is asked on until it has failed three times in a row", () => {
    const breaker = new CircuitBreaker();
    for (const happens of ["failed", "failed", "succeeded", "failed", "failed"] as const) {
      if (happens === "failed") breaker.failed(at(0), "503");
      else breaker.succeeded();
      expect(breaker.mayTry(at(0))).toBe(true);
    }
    breaker.failed(at(0), "503");
    expect(breaker.mayTry(at(0))).toBe(false);
    expect(breaker.state).toMatchObject({ kind: "open", since: at(0), reason: "503" });
  });

  test("is left alone for half a minute, and then tried by one", () => {
    const breaker = opened();
    expect(breaker.mayTry(at(29))).toBe(false);
    expect(breaker.restMs(at(29))).toBe(1000);
    expect([breaker.mayTry(at(30)), breaker.mayTry(at(30)), breaker.mayTry(at(60))]).toEqual([true, false, false]);
    // The one that tried was never heard of again.
    expect(breaker.mayTry(at(90))).toBe(true);
  });

  test("is tried ever more rarely, and at least every five minutes", () => {
    const breaker = opened();
    const tries: number[] = [];
    for (let second = 0; second <= 3600; second += 1) {
      if (!breaker.mayTry(at(second))) continue;
      tries.push(second);
      breaker.failed(at(second), "503");
    }
    const gaps = tries.slice(1).map((second, index) => second - (tries[index] ?? 0));
    expect(gaps.slice(0, 4)).toEqual([60, 120, 240, 300]);
    expect(Math.max(...gaps)).toBe(300);
    expect(breaker.state).toMatchObject({ kind: "open", since: at(0) });
  });

  test("is asked like before once a trial succeeds", () => {
    const breaker = opened();
    breaker.mayTry(at(30));
    breaker.succeeded();
    expect([breaker.mayTry(at(31)), breaker.mayTry(at(31))]).toEqual([true, true]);
    expect(breaker.restMs(at(31))).toBe(0);
  });
});
