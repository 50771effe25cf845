import type { ErrorCode, JsonObject } from "@purser/contract";

/** Something that a model may propose, as its provider is told: a name of letters, digits, `_` and `-`, and a JSON Schema. */
export type ModelTool = { name: string; description: string; input: JsonObject };

/** `isStable`: the same in many requests, so that a provider that keeps what it has read may keep all up to its end. */
export type ModelMessage =
  | { role: "system"; text: string; isStable: boolean }
  | { role: "user" | "assistant"; text: string };

/** Where an answer ends, whether its model has come to an end or not. */
export type ModelLimits = {
  timeoutMs: number;
  outputTokens: number;
  /** Of all that it writes: text, thoughts and arguments. */
  characters: number;
  calls: number;
};

/** One question to a model. Without tools it answers in text alone. */
export type ModelRequest = {
  messages: readonly ModelMessage[];
  tools: readonly ModelTool[];
  limits: ModelLimits;
};

/**
 * Whole numbers; `cachedInputTokens` are among the input tokens. `isEstimate` where a service that has read the question did not say
 * them, as when its answer broke off: a budget counts it all the same. Zero only for what no service has read.
 */
export type ModelUsage = { inputTokens: number; cachedInputTokens: number; outputTokens: number; isEstimate?: true };

/**
 * What came of it. `input` of a call is what the model wrote, parsed where it was JSON and believed nowhere.
 *
 * `failed` has a code of the table: PUR-6001 not reached, 6002 too slow, 6003 rate limit, 6004 key refused, 6005 request
 * refused, 6006 the service failed, 6007 unreadable, 6010 larger than its limits, 6011 cut off, 6012 withheld by a filter,
 * 6080 an address that may not be reached.
 */
export type ModelAnswer =
  | {
      kind: "answered";
      text: string;
      calls: readonly { name: string; input: unknown }[];
      /** It ended because of `outputTokens`. */
      isCutShort: boolean;
      usage: ModelUsage;
    }
  | { kind: "failed"; code: ErrorCode; detail: string; lacksTools: boolean; usage: ModelUsage };

/**
 * The port of a model. An implementation never throws for what the network or the model does, ends within `timeoutMs`
 * whatever happens, and keeps no conversation: each request stands for itself.
 */
export type ModelProvider = { name: string; ask: (request: ModelRequest) => Promise<ModelAnswer> };
