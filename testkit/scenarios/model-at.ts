import type { ModelProvider } from "@purser/kit";
import { runtime } from "../../server/src/main.ts";

/** The model of an OpenAI-compatible server at this address, as a deployment would ask it. */
export function modelAt(baseUrl: string, more: { allowPrivate?: boolean } = {}): Promise<ModelProvider> {
  return runtime.modelProvider({
    provider: "openai-compatible",
    model: "scripted",
    baseUrl,
    allowPrivate: false,
    timeout: 60_000,
    ...more,
  });
}
