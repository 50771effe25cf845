import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { type AddressClass, classOfAddress, EgressError } from "@purser/kit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Egress, openEgress, type Resolve } from "./egress.ts";

/** What stands behind every address here: a server on this machine that counts who connects. */
let server: Server;
let port = 0;
let connections = 0;
let answer: (path: string) => { status: number; headers?: Record<string, string>; body?: string | PassThrough };

beforeAll(async () => {
  server = createServer((request, response) => {
    const { status, headers = {}, body = "" } = answer(request.url ?? "");
    response.writeHead(status, headers);
    if (typeof body === "string") response.end(body);
    else body.pipe(response);
  });
  server.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = addressOf(server).port;
});
afterEach(() => {
  connections = 0;
  answer = () => ({ status: 200, body: "{}" });
});
afterAll(() => void server.close());

function addressOf(listening: Server): AddressInfo {
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen.");
  return address;
}

/** A resolver that gives these addresses, whatever the name. */
function resolvesTo(...addresses: readonly string[]): Resolve {
  return (_host, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
}

const addresses: readonly [AddressClass, readonly string[]][] = [
  ["private", ["127.0.0.1", "127.255.255.254", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255"]],
  ["private", ["192.168.0.1", "192.168.255.255", "100.64.0.1", "100.127.255.254", "::1", "0:0:0:0:0:0:0:1"]],
  ["private", ["fc00::1", "fd12:3456:789a::1", "fdff:ffff::", "::ffff:127.0.0.1", "::ffff:7f00:1", "::FFFF:10.0.0.1"]],
  ["private", ["64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b::c0a8:1", "2002:7f00:1::", "2002:0a00:0001::1"]],
  ["private", ["2002:c0a8:101::1", "::ffff:192.168.1.1", "::ffff:100.64.0.1", "0000::0001", "[::1]", "[fd00::1]"]],
  ["never", ["0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.0.1", "169.254.170.2", "100.100.100.200"]],
  ["never", ["192.0.0.192", "192.0.2.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9"]],
  ["never", ["224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16", "192.88.99.1"]],
  ["never", ["::", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "ff02::1", "ff0e::1", "fd00:ec2::254"]],
  ["never", ["fd20:ce::254", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2001:2::1", "3fff::1", "5f00::1"]],
  ["never", ["::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "::ffff:0.0.0.0", "::127.0.0.1"]],
  ["never", ["::ffff:0:127.0.0.1", "2002:e000:1::", "4000::1", "not-an-address", "", "1.2.3", "127.1"]],
  ["public", ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "172.15.255.255", "100.128.0.1", "192.167.255.255"]],
  ["public", ["2606:4700:4700::1111", "2a00:1450:4001::1", "64:ff9b::808:808", "2002:808:808::1", "::ffff:8.8.8.8"]],
];
const table = addresses.flatMap(([expected, list]) => list.map((address) => ({ address, expected })));

describe("the class of an address", () => {
  for (const { address, expected } of table) {
    it(`of ${address === "" ? "nothing" : address} is ${expected}`, () => {
      expect(classOfAddress(address)).toBe(expected);
    });
  }
});

describe("a name that resolves to what is denied", () => {
  const denied = table.filter(({ address, expected }) => expected !== "public" && /^[\da-f:.]+$/i.test(address));

  for (const { address, expected } of denied) {
    it(`${address} is not connected to`, async () => {
      const origin = `https://shop.example:${port}`;
      const isPrivateAllowed = expected === "never";
      const egress = openEgress({ origins: [origin], allowPrivate: isPrivateAllowed }, resolvesTo(address));
      expect(await egress.send({ url: new URL(`${origin}/`), method: "GET" })).toMatchObject({ kind: "denied" });
      expect(connections).toBe(0);
    });
  }

  it("is denied for one bad address among good ones, wherever it stands", async () => {
    const origin = `https://shop.example:${port}`;
    for (const list of [
      ["8.8.8.8", "127.0.0.1"],
      ["127.0.0.1", "8.8.8.8"],
      ["2606:4700:4700::1111", "1.1.1.1", "::1"],
    ]) {
      const egress = openEgress({ origins: [origin], allowPrivate: false }, resolvesTo(...list));
      expect(await egress.send({ url: new URL(origin), method: "GET" })).toMatchObject({ kind: "denied" });
    }
    expect(connections).toBe(0);
  });

  it("is resolved once for a connection, so that a second answer changes nothing", async () => {
    let asked = 0;
    const rebinding: Resolve = (host, callback) => {
      asked += 1;
      resolvesTo(asked === 1 ? "127.0.0.1" : "169.254.169.254")(host, callback);
    };
    const origin = `http://shop.example:${port}`;
    const egress = openEgress({ origins: [origin], allowPrivate: true }, rebinding);
    expect(await egress.send({ url: new URL(origin), method: "GET" })).toMatchObject({ kind: "answered" });
    expect({ asked, connections }).toEqual({ asked: 1, connections: 1 });
  });

  it("that resolves to nothing is not sent", async () => {
    const egress = openEgress({ origins: ["https://shop.example"], allowPrivate: false }, (_, callback) =>
      callback(new Error("ENOTFOUND shop.example at 10.0.0.53"), []),
    );
    const reply = await egress.send({ url: new URL("https://shop.example"), method: "GET" });
    expect(reply).toEqual({ kind: "notSent", detail: "The system could not be reached; nothing was sent." });
  });
});

describe("an address that a rule does not allow", () => {
  const rule = (): { origins: string[]; allowPrivate: false } => ({
    origins: [`https://shop.example`, `http://127.0.0.1:${port}`, "https://[::1]", "https://10.1.2.3"],
    allowPrivate: false,
  });
  const urls: readonly string[] = [
    "http://shop.example/",
    "https://shop.example:8443/",
    "https://shop.example:22/",
    "https://user@shop.example/",
    "https://user:word@shop.example/",
    "https://shop.example@evil.example/",
    "https://evil.example/",
    "https://shop.example.evil.example/",
    "https://shop.example./",
    "https://sub.shop.example/",
    "https://localhost/",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://10.1.2.3/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[fd00:ec2::254]/",
    "https://metadata.google.internal/",
    "ftp://shop.example/",
    "file:///etc/passwd",
    "data:text/plain,hello",
    "gopher://shop.example/",
    "ws://shop.example/",
  ];

  for (const url of urls) {
    it(`${url} is denied`, async () => {
      const egress = openEgress(rule(), resolvesTo("8.8.8.8"));
      expect(await egress.send({ url: new URL(url), method: "GET" })).toMatchObject({ kind: "denied" });
      await expect(egress.fetch(url)).rejects.toBeInstanceOf(EgressError);
      expect(connections).toBe(0);
    });
  }

  it("without TLS on this machine is denied unless the connection says that it may be private", async () => {
    const url = new URL(`http://127.0.0.1:${port}/`);
    expect(await openEgress(rule()).send({ url, method: "GET" })).toMatchObject({ kind: "denied" });
    expect(connections).toBe(0);
    expect(await local().send({ url, method: "GET" })).toMatchObject({ kind: "answered", status: 200 });
  });

  it("is denied too for headers that frame a request, or that are none", async () => {
    const url = new URL(`http://127.0.0.1:${port}/`);
    for (const headers of [
      { Host: "internal" },
      { "transfer-encoding": "chunked" },
      { "Content-Length": "3" },
      { connection: "upgrade" },
      { "x-note": "one\r\nx-two: three" },
      { "bad name": "x" },
    ])
      expect(await local().send({ url, method: "GET", headers })).toMatchObject({ kind: "denied" });
    expect(connections).toBe(0);
  });
});

function local(more: { timeoutMs?: number; maxBodyBytes?: number } = {}): Egress {
  return openEgress({ origins: [`http://127.0.0.1:${port}`], allowPrivate: true, ...more });
}

describe("an answer", () => {
  const url = (path = "/"): URL => new URL(path, `http://127.0.0.1:${port}`);

  it("that redirects is not followed for a tool", async () => {
    answer = (path) => (path === "/" ? { status: 302, headers: { location: "/secret" } } : { status: 200 });
    expect(await local().send({ url: url(), method: "GET" })).toMatchObject({ kind: "garbled", status: 302 });
    await expect(local().fetch(url())).rejects.toMatchObject({ kind: "unusable", isUnsent: false });
  });

  it("that redirects a document is followed three times, and only to what the rule has", async () => {
    answer = (path) => {
      const hop = Number(path.slice(1));
      return hop === 3 ? { status: 200, body: "end" } : { status: 302, headers: { location: `/${hop + 1}` } };
    };
    expect(await local().fetchDocument(url("/0"))).toMatchObject({ kind: "answered", status: 200 });
    expect(await local().fetchDocument(url("/-1"))).toMatchObject({ kind: "garbled", status: 302 });
    for (const location of ["http://169.254.169.254/", "https://evil.example/", "http://localhost:1/", "file:///x"]) {
      answer = () => ({ status: 301, headers: { location } });
      expect(await local().fetchDocument(url("/0"))).toMatchObject({ kind: "denied" });
    }
  });

  it("that is larger than the cap is cut off, also while it streams", async () => {
    const endless = (): PassThrough => {
      const stream = new PassThrough();
      const write = (): void => {
        while (!stream.destroyed && stream.write("x".repeat(65_536)));
        if (!stream.destroyed) stream.once("drain", write);
      };
      stream.on("error", () => undefined);
      write();
      return stream;
    };
    answer = () => ({ status: 200, body: endless() });
    expect(await local({ maxBodyBytes: 100_000 }).send({ url: url(), method: "GET" })).toMatchObject({
      kind: "garbled",
    });
    const response = await local({ maxBodyBytes: 100_000 }).fetch(url());
    await expect(response.text()).rejects.toMatchObject({ kind: "tooLarge", isUnsent: false });
  });

  it("that drips more slowly than the time allows counts as none", async () => {
    answer = () => {
      const stream = new PassThrough();
      stream.write("{");
      return { status: 200, body: stream };
    };
    const slow = local({ timeoutMs: 100 });
    expect(await slow.send({ url: url(), method: "POST" })).toMatchObject({ kind: "noAnswer" });
    await expect(slow.fetch(url()).then((response) => response.text())).rejects.toBeInstanceOf(EgressError);
  });

  it("that was compressed without being asked is not read", async () => {
    answer = () => ({ status: 200, headers: { "content-encoding": "gzip" }, body: "bomb" });
    expect(await local().send({ url: url(), method: "GET" })).toMatchObject({ kind: "garbled" });
  });

  it("that never came tells nothing of the network, and whether something was sent", async () => {
    const closed = openEgress({ origins: ["http://127.0.0.1:9"], allowPrivate: true });
    const reply = await closed.send({ url: new URL("http://127.0.0.1:9/"), method: "POST", body: "{}" });
    expect(reply).toEqual({ kind: "notSent", detail: "The system could not be reached; nothing was sent." });
    answer = () => ({ status: 200, body: new PassThrough().destroy() });
    const cut = await local({ timeoutMs: 200 }).send({ url: url(), method: "POST", body: "{}" });
    expect(cut.kind).toBe("noAnswer");
    expect(JSON.stringify([reply, cut])).not.toMatch(/127\.0\.0\.1|ECONN|socket/);
  });
});

describe("a body arrives whole, whatever the method", () => {
  for (const method of ["GET", "DELETE", "PUT"] as const) {
    it(`as of ${method}, twice over one connection`, async () => {
      const arrived: string[] = [];
      const echo = createServer((request, response) => {
        let text = "";
        request.on("data", (part) => (text += String(part)));
        request.on("end", () => {
          arrived.push(`${request.method} ${text}`);
          response.end("{}");
        });
      });
      await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
      const url = new URL(`http://127.0.0.1:${addressOf(echo).port}/`);
      const egress = openEgress({ origins: [url.origin], allowPrivate: true });
      const body = '{"reason":"für Ärger"}';
      for (const _ of [1, 2])
        expect(await egress.send({ url, method, headers: {}, body })).toMatchObject({ status: 200 });
      echo.closeAllConnections();
      echo.close();
      expect(arrived).toEqual([`${method} ${body}`, `${method} ${body}`]);
    });
  }
});
