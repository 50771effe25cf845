// A worker of the pause conformance suite, in a process of its own. The suite has been built when it starts one.
import { main } from "../dist/main.js";

process.exitCode = await main(["conformance", "worker"]);
