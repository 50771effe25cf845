import { versions } from "node:process";
import { setFlagsFromString } from "node:v8";

/**
 * How V8 runs Cedar; imported before Cedar is, since what is compiled already keeps the flags of then.
 *
 * V8 optimizes a function of WebAssembly as soon as it has run through some megabytes of code, beside the work. A load
 * of policies runs through all of Cedar once: optimizing it took three times the processor that the load itself takes. A function
 * that a service goes on asking passes this budget within seconds of work, and is as fast as before from then on.
 *
 * V8 11 of Node 20 ends the process, with "unreachable code", when it throws away code into which it has inlined a call
 * of WebAssembly: after some ten thousand questions to Cedar. It is told not to inline such calls. Seen with 11.3 only;
 * may go when Node 20 is not supported any more.
 */
setFlagsFromString("--wasm-tiering-budget=1000000000");
if (versions.v8.startsWith("11.")) setFlagsFromString("--no-turbo-inline-js-wasm-calls");
