export * from "./test-action.ts";
