import { versions } from "node:process";
import { setFlagsFromString } from "node:v8";

/**
 * V8 11 of Node 20 ends the process, with "unreachable code", when it throws away code into which it has inlined a call
 * of WebAssembly: after some ten thousand questions to Cedar. It is told not to inline such calls. Seen with 11.3 only;
 * may go when Node 20 is not supported any more.
 */
export function keepWasmCallsApart(): void {
  if (versions.v8.startsWith("11.")) setFlagsFromString("--no-turbo-inline-js-wasm-calls");
}
