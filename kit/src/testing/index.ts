export * from "./fake-clock.ts";
export * from "./tool-context.ts";
export * from "./conformance/behaviour-name.ts";
export * from "./conformance/behaviours.ts";
export * from "./conformance/find-violations.ts";
export * from "./conformance/system-in-process.ts";
export * from "./conformance/world-under-test.ts";
