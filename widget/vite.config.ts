import { fileURLToPath } from "node:url";
import { build, defineConfig, type Plugin } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const outDir = "dist/widget";
const target = "es2022";

/** The loader is one script for pages that are not ours: it shares nothing with the panel, and leaves no name in the page. */
const loader: Plugin = {
  name: "loader",
  closeBundle: async () => {
    await build({
      configFile: false,
      root,
      publicDir: false,
      logLevel: "error",
      build: {
        outDir,
        emptyOutDir: false,
        target,
        lib: { entry: "src/loader.ts", formats: ["iife"], name: "purserLoader", fileName: () => "loader.js" },
      },
    });
  },
};

/** The panel in files of their own, with a hash in their names: the policy of the page allows nothing inline. */
export default defineConfig({
  base: "/widget/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [loader],
  resolve: { conditions: ["purser-source", "module", "browser", "default"] },
  build: { outDir, emptyOutDir: true, target, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
