export * from "./misbehaviours.ts";
export * from "./model-request.ts";
export * from "./recording.ts";
export * from "./scripted-answer.ts";
export * from "./start-model-server.ts";
