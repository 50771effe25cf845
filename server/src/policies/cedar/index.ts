import type { PolicyEngine } from "@purser/kit";
import { keepWasmCallsApart } from "./keep-calls-apart.ts";
import { checkPolicies, loadPolicies } from "./load.ts";

keepWasmCallsApart();

/** Cedar, run as WebAssembly in this process. README.md says what policies may use. */
export const cedarPolicyEngine: PolicyEngine = {
  name: "cedar",
  check: checkPolicies,
  load: loadPolicies,
};
