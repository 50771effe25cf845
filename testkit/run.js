// Runs a TypeScript file, named from this folder, on the sources of all packages: `node testkit/run.js sim/run-simulation.ts --seeds 500`.
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const [file, ...options] = process.argv.slice(2);
const conditions = ["purser-source", "module", "node", "default"];
const server = await createServer({
  root: fileURLToPath(new URL("..", import.meta.url)),
  configFile: false,
  logLevel: "error",
  appType: "custom",
  server: { middlewareMode: true, ws: false, watch: null, hmr: false },
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  optimizeDeps: { noDiscovery: true },
});
const { main } = await server.ssrLoadModule(fileURLToPath(new URL(file, import.meta.url)));
const exitCode = await main(options);
await server.close();
// At its natural end Node 20 turns round for ever where a connection was cut in the midst of a write; the exit that is asked for does not.
process.stdout.write("", () => process.stderr.write("", () => process.exit(exitCode)));
