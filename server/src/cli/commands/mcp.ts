import type { Command } from "commander";
import { addClientOptions, clientOptionsSchema, serverAddress } from "../api-client.ts";
import type { Runtime } from "../runtime.ts";
import { awaitStopSignal } from "../stop-signal.ts";

/** Adds `purser mcp`. Its standard output belongs to the protocol: nothing else may be printed there. */
export function registerMcp(program: Command, runtime: Runtime): void {
  const command = program
    .command("mcp")
    .description(
      "serve MCP on standard input and output, for an agent that starts a program; a server must be running",
    );
  addClientOptions(command).action(async () => {
    const address = serverAddress(clientOptionsSchema.parse(command.opts()), runtime);
    // Loaded here: no other command needs a client of the protocol.
    const { bridgeMcp } = await import("../../http/mcp/stdio-bridge.ts");
    const stopping = new AbortController();
    const signal = awaitStopSignal(() => undefined);
    void signal.given.then(() => stopping.abort());
    try {
      await bridgeMcp(address, { input: process.stdin, output: process.stdout, stopped: stopping.signal });
    } finally {
      signal.dispose();
      process.stdin.destroy();
    }
  });
}
