export * from "./action-outcome.ts";
export * from "./clock.ts";
export * from "./define-action.ts";
export * from "./define-lookup.ts";
export * from "./duration.ts";
export * from "./policy-engine.ts";
export * from "./system-client.ts";
export * from "./tool.ts";
