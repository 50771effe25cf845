import { afterEach, expect, test } from "vitest";
import { type Listener, listen } from "./listen.ts";

const api = { fetch: () => new Response("here") };
let listener: Listener | null = null;
afterEach(async () => {
  await listener?.stop();
  listener = null;
});

test("a port that is taken, and an address of another machine, are told with their names", async () => {
  listener = await listen(api, { host: "127.0.0.1", port: 0 });
  const port = Number(new URL(listener.url).port);
  await expect(listen(api, { host: "127.0.0.1", port })).rejects.toMatchObject({
    code: "PUR-1007",
    detail: `Port ${port} on 127.0.0.1: EADDRINUSE.`,
  });
  await expect(listen(api, { host: "203.0.113.1", port: 0 })).rejects.toThrow(/PUR-1031 .*203\.0\.113\.1/);
  expect(await (await fetch(listener.url)).text()).toBe("here");
});
