import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createServer, createServerModuleRunner, isRunnableDevEnvironment, type ViteDevServer } from "vite";
import type { Patch } from "./mutant.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const conditions = ["purser-source", "module", "node", "default"];

/** Loads sources of the repository with some of them changed; what is not changed is read and translated once. */
export class PatchedKernel {
  readonly #server: ViteDevServer;
  readonly #patched: Map<string, readonly Patch[]>;

  private constructor(server: ViteDevServer, patched: Map<string, readonly Patch[]>) {
    this.#server = server;
    this.#patched = patched;
  }

  static async open(): Promise<PatchedKernel> {
    const patched = new Map<string, readonly Patch[]>();
    const server = await createServer({
      root,
      configFile: false,
      logLevel: "error",
      appType: "custom",
      server: { middlewareMode: true, ws: false, watch: null, hmr: false },
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      optimizeDeps: { noDiscovery: true },
      plugins: [
        {
          name: "patches",
          enforce: "pre",
          transform: (code, id) => (patched.get(id) ?? []).reduce((text, patch) => applyPatch(patch, text), code),
        },
      ],
    });
    return new PatchedKernel(server, patched);
  }

  /** Runs with a module, and all that it imports, evaluated anew with these patches. */
  async run<Module, Result>(
    path: string,
    patches: readonly Patch[],
    use: (module: Module) => Promise<Result>,
  ): Promise<Result> {
    const environment = this.#server.environments.ssr;
    if (!isRunnableDevEnvironment(environment)) throw new Error("Modules are run in this process.");
    const files = new Set([...this.#patched.keys(), ...patches.map(({ file }) => join(root, file))]);
    this.#patched.clear();
    for (const patch of patches) {
      const id = join(root, patch.file);
      this.#patched.set(id, [...(this.#patched.get(id) ?? []), patch]);
    }
    for (const file of files)
      for (const module of environment.moduleGraph.getModulesByFile(file) ?? [])
        environment.moduleGraph.invalidateModule(module);
    const runner = createServerModuleRunner(environment, { hmr: false });
    try {
      return await use(await runner.import<Module>(join(root, path)));
    } finally {
      await runner.close();
    }
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

/** @throws Error when the text to be changed is not there exactly once. */
export function applyPatch({ file, find, replace }: Patch, text: string): string {
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`${file} has what a planted bug changes ${places} times, and not once: ${find}`);
  return text.replace(find, () => replace);
}

/** The file as it stands. */
export function sourceOf({ file }: Patch): string {
  return readFileSync(join(root, file), "utf8");
}
