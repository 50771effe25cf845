export * from "./fake-clock.ts";
export * from "./tool-context.ts";
