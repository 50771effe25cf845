import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { createModuleLoader } from "../blueprint/module-loader.ts";
import type { ExampleSystems } from "./example-systems.ts";
import type { Project } from "./find-project.ts";
import { readSiteKey } from "./key-files.ts";
import type { Runtime } from "./runtime.ts";
import type { StopList } from "./stop-list.ts";

/** What an example's shop front is told: the systems of record that it shows, and how it knows Purser. */
type ShopOptions = Pick<ExampleSystems, "urls" | "landmarks"> & {
  /** As a browser reaches it. */
  purserUrl: string;
  /** What the shop signs logins with. */
  siteKey: Uint8Array;
  /** Tried first; a free one where it is taken. */
  port: number;
  /** Epoch milliseconds. */
  clock: () => number;
};

type Start = (options: ShopOptions) => Promise<unknown>;
const moduleSchema = z.object({
  startShop: z.custom<Start>((value) => typeof value === "function", "there is no function startShop"),
});
const shopSchema = z.object({
  url: z.url(),
  stop: z.custom<() => Promise<void>>((value) => typeof value === "function"),
});

/**
 * Starts `shop/start-shop.ts` of a blueprint, the page that the example's customers come from; its address, null when there is
 * none. It listens at the port after the server's own, so that a tab that is open goes on after a restart.
 */
export async function startShop(
  { project, runtime }: { project: Project; runtime: Runtime },
  systems: ExampleSystems | null,
  ownUrl: string | null,
  stops: StopList,
): Promise<string | null> {
  const path = join(project.blueprint, "shop", "start-shop.ts");
  if (systems === null || ownUrl === null || !existsSync(path)) return null;
  const loader = createModuleLoader(project.blueprint, { isFresh: false });
  const module = moduleSchema.parse(await loader.importAll(path));
  const started = await module.startShop({
    urls: systems.urls,
    landmarks: systems.landmarks,
    purserUrl: new URL(runtime.environment.publicUrl ?? ownUrl).origin,
    siteKey: siteKeyOf(project, runtime),
    port: Number(new URL(ownUrl).port) + 1,
    clock: () => Date.now(),
  });
  const shop = shopSchema.parse(started);
  stops.add("shop", shop.stop);
  return shop.url;
}

/** What logins are signed with: the key of the environment, else that of the data directory. */
export function siteKeyOf({ data }: Project, { environment }: Runtime): Uint8Array {
  return environment.siteKey ?? readSiteKey(data);
}
