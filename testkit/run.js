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
process.exitCode = await main(options);
await server.close();
