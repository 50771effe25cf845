import "./tune-wasm.ts";
import type { PolicyEngine } from "@purser/kit";
import { checkPolicies, loadPolicies } from "./load.ts";

/** Cedar, run as WebAssembly in this process. README.md says what policies may use. */
export const cedarPolicyEngine: PolicyEngine = {
  name: "cedar",
  check: checkPolicies,
  load: loadPolicies,
};
