import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { caseIdSchema } from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noLimits } from "../../blueprint/settings/limits.ts";
import { openApi, openTestApi, type TestApi } from "../testing/test-api.ts";
import { filesOf, gif, pdf, png, refusal, text, type Files } from "../testing/test-files.ts";
import { newId, newKey, type Visitors, visitorsOf } from "../testing/test-visitor.ts";

const mostBytes = 100_000;

let api: TestApi;
let visitors: Visitors;
let files: Files;
beforeAll(async () => {
  api = await openTestApi({ settings: { limits: { ...noLimits, fileSize: mostBytes } } });
  visitors = visitorsOf(api);
  files = filesOf(api);
});
afterAll(() => api.stop());

describe("a hostile file", () => {
  const disguised: readonly (readonly [string, Buffer])[] = [
    ["a page", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["a page after blanks", Buffer.from("\uFEFF \n\t<html onload=alert(1)>")],
    ["a script element", Buffer.from("<script>alert(1)</script>")],
    ["a comment before a page", Buffer.from("<!-- --><svg onload=alert(1)>")],
    ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ["an XML with an SVG", Buffer.from('<?xml version="1.0"?><svg onload="alert(1)"/>')],
    [
      "XML with entities",
      Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    ],
    ["a page in UTF-16", Buffer.from("\uFEFF<script>alert(1)</script>", "utf16le")],
    ["a zip", Buffer.from("504b0304140000000800", "hex")],
    ["a packed nothing of 50 MB", gzipSync(Buffer.alloc(50_000_000))],
    ["a program", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)])],
    ["a program of Linux", Buffer.concat([Buffer.from("7f454c46020101", "hex"), Buffer.alloc(200)])],
    ["bytes of no kind", Buffer.from([0, 1, 2, 3, 4, 5, 255, 254])],
    ["text with a NUL", Buffer.from("hello\0<script>alert(1)</script>")],
    ["text with an escape", Buffer.from("hello \u001B[31m")],
    ["a picture's first bytes alone", Buffer.from("89504e470d0a1a0a", "hex")],
    ["a JPEG of three bytes", Buffer.from("ffd8ff", "hex")],
    ["a picture of no size", png(0, 5)],
    ["PostScript", Buffer.from("%!PS-Adobe-3.0\n/Courier findfont")],
    ["RTF with a macro", Buffer.from("{\\rtf1\\ansi {\\*\\macro}}")],
    ["a Windows link", Buffer.from("4c0000000114020000000000c000000000000046", "hex")],
  ];

  test.each(disguised)("%s is not taken, whatever its name and its declared type say", async (_what, bytes) => {
    const { session } = await visitors.begin("hello");
    const headers = { "content-type": "image/png" };
    expect(await refusal(files.send(bytes, { session, name: "photo.png", headers }))).toBe("415 PUR-3391");
  });

  test("that is a picture and a script at once is a picture, and nothing else, to any browser", async () => {
    const polyglot = Buffer.concat([gif, Buffer.from("/*<script>alert(document.domain)</script>*/=1;alert(1);//")]);
    const { file, answer } = await files.said(polyglot, "photo.html");
    expect(file).toMatchObject({ type: "image/gif", name: "photo.html.gif" });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/gif",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
      "content-length": String(polyglot.length),
    });
  });

  test.each([
    ["a PDF", pdf, "application/pdf"],
    ["a text that speaks of markup", Buffer.from("see <script>alert(1)</script>"), "text/plain; charset=utf-8"],
    ["a picture of a million million pixels", png(1_000_000, 1_000_000), "image/png"],
  ])("%s is saved and never opened where it stands", async (_what, bytes, type) => {
    const { file, answer } = await files.said(bytes, "page.html");
    expect(file.picture).toBeNull();
    expect(answer.headers.get("content-type")).toBe(type);
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment;/);
  });

  test.each([
    ["../../../etc/passwd", "passwd.txt"],
    ["..\\..\\windows\\system32\\evil.exe", "evil.exe.txt"],
    ["/etc/cron.d/x.txt", "x.txt"],
    ["...", "file.txt"],
    ["", "file.txt"],
    [".htaccess", "htaccess.txt"],
    ['a"; filename="evil.exe', 'a"; filename="evil.exe.txt'],
    ["a\r\nset-cookie: x=1\r\n\r\n<script>", "aset-cookie: x=1<script>.txt"],
    ["invoice\u202Etxt.exe", "invoicetxt.exe.txt"],
    ["\u2066a\u2069\u200B.txt", "a.txt"],
    ["<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"],
    ["note.TXT", "note.txt"],
    ["fiancée 🧥.txt", "fiancée 🧥.txt"],
    [`${"long".repeat(200)}.txt`, `${"long".repeat(25)}.txt`],
    ["a\0b.txt", "ab.txt"],
    ["C:\\fakepath\\note.txt", "note.txt"],
  ])("called %j is called %j, and its name ends nothing and begins nothing in an answer", async (given, name) => {
    const { file, answer } = await files.said(text, given);
    expect(file.name).toBe(name);
    const disposition = answer.headers.get("content-disposition") ?? "";
    expect(disposition).toMatch(/^attachment; filename="[\w .()-]+"; filename\*=UTF-8''[\w.!~%*-]+$/);
    expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? "")).toBe(name);
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  test("is bounded to the byte, whatever length it declares", async () => {
    const { session } = await visitors.begin("hello");
    const exactly = Buffer.alloc(mostBytes, "a");
    expect((await files.sent(exactly, { session })).size).toBe(mostBytes);
    expect(await refusal(files.send(Buffer.alloc(mostBytes + 1, "a"), { session }))).toBe("413 PUR-3390");
    expect(await refusal(files.send(Buffer.alloc(mostBytes * 3, "a"), { session }))).toBe("413 PUR-3390");
    expect(await refusal(files.send(new Uint8Array(0), { session }))).toBe("400 PUR-3392");
    // Of no declared length, and without an end.
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(Buffer.alloc(50_000, "a")),
    });
    const asked = new Request(new URL("/v1/visitor/files", api.url), {
      method: "POST",
      headers: { authorization: `Bearer ${session}` },
      body: endless,
      duplex: "half",
    });
    expect(await refusal(Promise.resolve(api.fetch(asked)))).toBe("413 PUR-3390");
  });

  test("is not waited for while as many others are on their way as there is room for", async () => {
    const at = await openApi({ settings: { limits: { ...noLimits, fileSize: 40_000_000 } } });
    const [begun, ended] = [openGate(), openGate()];
    const slow = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          begun.open();
          await ended.opened;
          controller.enqueue(Buffer.from("a note"));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const send = (body: ReadableStream<Uint8Array> | string, more = {}) => {
      const headers = { "conversation-key": newKey(), ...more };
      const url = new URL("/v1/visitor/files", at.url);
      return Promise.resolve(at.fetch(new Request(url, { method: "POST", headers, body, duplex: "half" })));
    };
    const first = send(slow);
    await begun.opened;
    const refused = await send("a note of unknown length");
    expect(refused.headers.get("retry-after")).toBe("2");
    expect(await refusal(Promise.resolve(refused))).toBe("503 PUR-3397");
    expect((await send("a note", { "content-length": "6" })).status).toBe(201);
    ended.open();
    expect((await first).status).toBe(201);
    expect((await send("a note of unknown length")).status).toBe(201);
  });

  test("that declares more than comes leaves nothing behind, and the same key takes the whole one later", async () => {
    const { session } = await visitors.begin("hello");
    const key = newId();
    await new Promise<void>((resolve) => {
      const cut = request(new URL("/v1/visitor/files", api.url), {
        method: "POST",
        headers: { authorization: `Bearer ${session}`, "content-length": "5000", "idempotency-key": key },
      });
      cut.on("error", () => resolve());
      cut.on("close", () => resolve());
      cut.write("only this");
      setTimeout(() => cut.destroy(), 50);
    });
    const file = await files.sent(text, { session, key });
    expect(file.size).toBe(text.length);
  });

  test("of a customer who is erased while it is on its way is not kept", async () => {
    const { session, caseId } = await visitors.begin("hello");
    await api.until(caseId ?? "", "waiting");
    const [begun, erased] = [openGate(), openGate()];
    const half = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          controller.enqueue(Buffer.from("the first half, "));
          begun.open();
          await erased.opened;
          controller.enqueue(Buffer.from("and the second"));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const asked = new Request(new URL("/v1/visitor/files", api.url), {
      method: "POST",
      headers: { authorization: `Bearer ${session}` },
      body: half,
      duplex: "half",
    });
    const answer = Promise.resolve(api.fetch(asked));
    await begun.opened;
    const hers = caseIdSchema.parse(caseId);
    await api.world.store.appendInlet({
      tenant: "main",
      caseId: hers,
      subjectId: hers,
      actorId: "tm-admin",
      dedupeKey: null,
      events: [{ kind: "case.erased", body: { by: "tm-admin", legalBasis: "Art. 17" } }],
      open: null,
      expectedVersion: null,
      notAfter: null,
      pauses: [],
      outboxDone: null,
    });
    erased.open();
    expect(await refusal(answer)).toBe("410 PUR-2182");
    expect(await refusal(files.send(text, { session }))).toMatch(/PUR-2182|PUR-2004/);
  });
});

function openGate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
