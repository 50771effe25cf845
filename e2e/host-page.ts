import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { z } from "zod";

const addressSchema = z.object({ port: z.number() }) satisfies z.ZodType<Pick<AddressInfo, "port">>;

/**
 * Somebody else's site: a page with one script tag, under a policy that allows that script and its frame and nothing else. The
 * tag's attributes are what its address asks for.
 */
export function openHostSite(chatOrigin: () => string) {
  let port = 0;
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    const attributes = [...searchParams]
      .map(([name, value]) => ` data-${name}="${value.replaceAll('"', "")}"`)
      .join("");
    const direction = searchParams.get("direction") ?? "ltr";
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; script-src ${chatOrigin()}/widget/; frame-src ${chatOrigin()}; img-src data:; style-src 'self'; require-trusted-types-for 'script'`,
    });
    response.end(`<!doctype html><html lang="${searchParams.get("locale") ?? "en"}" dir="${direction}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>A shop</title><link rel="icon" href="data:,"></head>
<body><main><h1>A shop</h1><p>Shoes, hats and coats.</p></main>
<script src="${chatOrigin()}/widget/loader.js"${attributes} async></script></body></html>`);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    port = addressSchema.parse(server.address()).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  return {
    /** Of this site, whose name is not the chat's: to the browser the chat is a third party. */
    page: (attributes: Record<string, string> = {}, host = "localhost"): string =>
      `http://${host}:${port}/?${new URLSearchParams(attributes).toString()}`,
  };
}

export const chatIn = (page: Page): FrameLocator => page.frameLocator("iframe");
export const launcherOf = (page: Page) => page.getByRole("button", { name: /chat/i });
