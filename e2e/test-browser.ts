import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Frame, type Page } from "playwright-core";
import { expect } from "vitest";
import { z } from "zod";
import { ended, startCommand } from "../server/src/cli/test-command.ts";

const larkspur = fileURLToPath(new URL("../examples/larkspur", import.meta.url));

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The Chromium of this machine: CHROMIUM_PATH, else where Debian and others put it; null when there is none. */
export function findChromium(): string | null {
  const given = process.env["CHROMIUM_PATH"];
  if (given !== undefined && given !== "") return given;
  return places.find((path) => existsSync(path)) ?? null;
}

const chromiumOptions = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"];

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: chromiumOptions });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const violationsSchema = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));

const schemes = ["light", "dark"] as const;
const widths = [390, 1440] as const;

/** Both colour schemes and both widths; each with each only where pictures are made, which takes twice as long. */
export const looks = schemes.flatMap((colorScheme) =>
  widths
    .filter((width) => process.env["PURSER_SHOTS"] !== undefined || (width === 390) === (colorScheme === "light"))
    .map((width) => ({ colorScheme, width })),
);

/**
 * No fault of access, and no scrolling sideways; of a frame in the page where that is given. With PURSER_SHOTS a picture of the
 * page is kept in that folder, to look at.
 */
export async function examine(window: Page, name: string, page: Page | Frame = window): Promise<void> {
  const shots = process.env["PURSER_SHOTS"];
  if (shots !== undefined) await window.screenshot({ path: join(shots, `${name}.png`) });
  expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
  // What is still coming in is half transparent.
  await page.evaluate("Promise.allSettled(document.getAnimations().map(({ finished }) => finished))");
  await page.evaluate(axeSource);
  const found: unknown = await page.evaluate("axe.run().then(({ violations }) => violations)");
  expect(violationsSchema.parse(found)).toEqual([]);
}

export type Dev = { child: ChildProcess; url: string; shop: string; page: string; key: string; end: Promise<unknown> };

/** Starts everything with the example, as `npm start` does; with a data folder of its own. */
export async function startDev(folder: string, port: number, ...more: readonly string[]): Promise<Dev> {
  const options = ["--port", String(port), "--data", folder, "--blueprint", larkspur, ...more];
  const child = startCommand(["dev", ...options], folder);
  const end = ended(child);
  let output = "";
  await new Promise<void>((resolve, reject) => {
    void end.then(({ stderr }) => reject(new Error(`dev ended: ${stderr}`)));
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Press Ctrl-C to stop.")) resolve();
    });
  });
  const page = /^Page +(\S+)$/m.exec(output)?.[1] ?? "";
  const shop = /^Shop +(\S+)$/m.exec(output)?.[1] ?? "";
  return { child, end, page, shop, url: new URL(page).origin, key: page.split("#key=")[1] ?? "" };
}
