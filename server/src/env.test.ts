import { describe, expect, test } from "vitest";
import { readEnvironment } from "./env.ts";

describe("the environment", () => {
  test("names a collector as OpenTelemetry does, and none without an endpoint", () => {
    expect(readEnvironment({ OTEL_SERVICE_NAME: "desk" }).collector).toBeNull();
    const given = readEnvironment({
      OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example.com:4318/",
      OTEL_EXPORTER_OTLP_HEADERS: "x-key=a%20b,x-team=support",
    });
    expect(given.collector).toEqual({
      url: "https://collector.example.com:4318/v1/traces",
      headers: { "x-key": "a b", "x-team": "support" },
      serviceName: "purser",
    });
  });

  test("is refused by the name of what does not fit, without its value", () => {
    expect(() => readEnvironment({ PURSER_LOG_LEVEL: "chatty" })).toThrow("PURSER_LOG_LEVEL");
    expect(() => readEnvironment({ OTEL_EXPORTER_OTLP_HEADERS: "swordfish" })).toThrow(/^(?!.*swordfish).*HEADERS/);
  });
});
