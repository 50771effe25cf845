import { attachmentSchema, eventPageSchema } from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { limitsSchema, noLimits } from "../../blueprint/settings/limits.ts";
import { deskOnlyKey, openApi, openTestApi, type TestApi } from "../testing/test-api.ts";
import { filesOf, pdf, png, refusal, text, type Files } from "../testing/test-files.ts";
import { newId, newKey, type Visitors, visitorsOf } from "../testing/test-visitor.ts";

let api: TestApi;
let visitors: Visitors;
let files: Files;
beforeAll(async () => {
  api = await openTestApi({ settings: { limits: { ...noLimits, filesPerMessage: 2 } } });
  visitors = visitorsOf(api);
  files = filesOf(api);
});
afterAll(() => api.stop());

describe("a visitor's file", () => {
  test("begins a conversation without a word: she is told that it has come, and asked what it is about", async () => {
    const key = newKey();
    const picture = png();
    const file = await files.sent(picture, { conversation: key, name: "the sleeve.png" });
    expect(file).toMatchObject({
      name: "the sleeve.png",
      type: "image/png",
      size: picture.length,
      picture: { width: 2, height: 2 },
    });
    const body = { key, messageId: newId(), text: "", attachments: [file.fileId] };
    const { session, caseId } = await visitors.sessionOf("POST", "conversations", null, body);
    const [entry] = await visitors.entriesOf(session);
    expect(entry).toMatchObject({ kind: "message", from: "customer", text: "", attachments: [file] });
    const { events } = await api.json(eventPageSchema, 200, "GET", `/v1/cases/${caseId}/events`);
    const received = events.find(({ kind }) => kind === "message.received");
    expect(received?.body).toMatchObject({ attachments: [{ sha256: file.sha256, fileId: file.fileId }] });
    expect(JSON.stringify(events)).not.toContain(picture.toString("base64").slice(0, 20));
    for (const answer of [
      await visitors.visit("GET", `files/${file.fileId}`, session),
      await api.ask("GET", `/v1/cases/${caseId}/files/${file.fileId}`),
    ]) {
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer()).equals(picture)).toBe(true);
    }
  });

  test("is stored once when it is sent again after a lost answer, and another one under its key is refused", async () => {
    const { session } = await visitors.begin("hello");
    const key = newId();
    const tries = await Promise.all([1, 2, 3].map(() => files.sent(text, { session, key, name: "note.txt" })));
    expect(new Set(tries.map(({ fileId }) => fileId)).size).toBe(1);
    expect(await refusal(files.send(pdf, { session, key }))).toBe("409 PUR-3395");
    expect((await files.sent(text, { session, name: "note.txt" })).fileId).not.toBe(tries[0]?.fileId);
  });

  test("is seen by nobody before a message names it, and then by whoever may see the case, and nobody else", async () => {
    const { session, caseId } = await visitors.begin("hello");
    const other = await visitors.begin("hello");
    const known = await visitors.identify("LC-77");
    const { fileId } = await files.sent(text, { session });
    const asked = `/v1/cases/${caseId}/files/${fileId}`;
    expect(await refusal(visitors.visit("GET", `files/${fileId}`, session))).toBe("404 PUR-3394");
    expect(await refusal(api.ask("GET", asked))).toBe("404 PUR-3394");
    expect(await refusal(files.say(other.session, [fileId]))).toBe("404 PUR-3394");
    expect(await visitors.textsOf(other.session)).not.toContain("");
    expect((await files.say(session, [fileId], "here it is")).status).toBe(202);
    expect((await visitors.visit("GET", `files/${fileId}`, session)).status).toBe(200);
    expect((await api.ask("GET", asked)).status).toBe(200);
    expect(await refusal(visitors.visit("GET", `files/${fileId}`, other.session))).toBe("404 PUR-3394");
    expect(await refusal(visitors.visit("GET", `files/${fileId}`, known.session))).toBe("409 PUR-3361");
    expect(await refusal(visitors.visit("GET", `files/${fileId}`, null))).toBe("401 PUR-3360");
    expect(await refusal(api.ask("GET", `/v1/cases/${other.caseId}/files/${fileId}`))).toBe("404 PUR-3394");
    expect(await refusal(api.ask("GET", asked, undefined, { authorization: "" }))).toBe("401 PUR-2005");
    expect(await refusal(files.say(other.session, [fileId]))).toBe("404 PUR-3394");
  });

  test("stays hers when she signs in, and a session from before opens it no more", async () => {
    const stranger = await visitors.begin("hello");
    const file = await files.sent(text, { session: stranger.session });
    await files.say(stranger.session, [file.fileId]);
    const { session } = await visitors.identify("LC-78", stranger.session);
    expect((await visitors.visit("GET", `files/${file.fileId}`, session)).status).toBe(200);
    expect(await refusal(visitors.visit("GET", `files/${file.fileId}`, stranger.session))).toBe("401 PUR-3360");
  });

  test("needs a conversation, or the key of the one that it begins", async () => {
    const known = await visitors.identify("LC-79");
    expect(await refusal(files.send(text))).toBe("401 PUR-3360");
    expect(await refusal(files.send(text, { session: known.session }))).toBe("409 PUR-3361");
    expect(await refusal(files.send(text, { conversation: "short" }))).toBe("400 PUR-2001");
    const key = newKey();
    const { fileId } = await files.sent(text, { session: known.session, conversation: key });
    const body = { key, messageId: newId(), text: "", attachments: [fileId] };
    const { session } = await visitors.sessionOf("POST", "conversations", known.session, body);
    expect((await visitors.visit("GET", `files/${fileId}`, session)).status).toBe(200);
  });

  test("is refused for a case that is closed, and so is a message with one that came before", async () => {
    const { session, caseId } = await visitors.begin("hello");
    const file = await files.sent(text, { session });
    await api.until(caseId ?? "", "waiting");
    expect((await api.ask("POST", `/v1/cases/${caseId}/close`, { reason: "Done." })).status).toBe(200);
    expect(await refusal(files.send(text, { session }))).toBe("409 PUR-2004");
    expect(await refusal(files.say(session, [file.fileId]))).toBe("409 PUR-2004");
    const asTeammate = api.ask("POST", `/v1/cases/${caseId}/files`, text.toString());
    expect(await refusal(asTeammate)).toBe("409 PUR-2004");
  });

  test("is counted, per message and per day; a repeat is not, and a message without words or files says nothing", async () => {
    const at = await openApi({ settings: { limits: limitsSchema.parse({ files: "2 per day" }) } });
    const key = newKey();
    const [one, two] = [newId(), newId()];
    for (const each of [one, two, one, two]) await filesOf(at).sent(text, { conversation: key, key: each });
    const refused = await filesOf(at).send(text, { conversation: newKey() });
    expect(refused.headers.get("retry-after")).toBe("86400");
    expect(await refusal(Promise.resolve(refused))).toBe("429 PUR-3396");
    const { session } = await visitors.begin("hello");
    const three = await Promise.all([1, 2, 3].map(() => files.sent(text, { session })));
    const ids = three.map(({ fileId }) => fileId);
    expect(await refusal(files.say(session, ids))).toBe("422 PUR-3393");
    expect((await files.say(session, ids.slice(0, 2))).status).toBe(202);
    expect(await refusal(files.say(session, [], "  "))).toBe("400 PUR-2001");
    expect(await refusal(files.say(session, [ids[2] ?? "", ids[2] ?? ""]))).toBe("400 PUR-2001");
  });

  test("is taken nowhere where a message may have none", async () => {
    const at = await openApi({ settings: { limits: { ...noLimits, filesPerMessage: 0 } } });
    expect(await refusal(filesOf(at).send(text, { conversation: newKey() }))).toBe("422 PUR-3393");
  });
});

describe("a teammate's file", () => {
  test("goes with a reply, and is hers to read; nobody else sends one into the case", async () => {
    const { session, caseId } = await visitors.begin("hello");
    const path = `/v1/cases/${caseId}`;
    const disposition = { "content-disposition": "attachment; filename*=UTF-8''return%20label.pdf" };
    const sendIt = () => api.ask("POST", `${path}/files`, pdf.toString(), { ...disposition, "idempotency-key": "one" });
    expect(await refusal(sendIt())).toBe("409 PUR-2162");
    await api.ask("POST", `${path}/takeover`);
    const [first, again] = [await sendIt(), await sendIt()];
    const file = attachmentSchema.parse(await first.json());
    expect(attachmentSchema.parse(await again.json())).toEqual(file);
    expect(await refusal(visitors.visit("GET", `files/${file.fileId}`, session))).toBe("404 PUR-3394");
    expect(await refusal(files.say(session, [file.fileId]))).toBe("404 PUR-3394");
    const reply = (attachments: string[]) => api.ask("POST", `${path}/reply`, { text: "", attachments });
    expect((await reply([file.fileId])).status).toBe(200);
    const hers = (await visitors.entriesOf(session)).findLast((entry) => entry.kind === "message");
    expect(hers).toMatchObject({ from: "teammate", text: "", attachments: [file] });
    const answer = await visitors.visit("GET", `files/${file.fileId}`, session);
    expect(answer.headers.get("content-disposition")).toBe(
      `attachment; filename="return label.pdf"; filename*=UTF-8''return%20label.pdf`,
    );
    expect(await refusal(reply([]))).toBe("400 PUR-2001");
    const stolen = await files.sent(text, { session });
    expect(await refusal(reply([stolen.fileId]))).toBe("404 PUR-3394");
  });

  test("for the customer comes from a channel alone, and is named by her message", async () => {
    const caseId = await api.opened({ customer: "LC-5", level: 2, text: "hello" });
    const path = `/v1/cases/${caseId}`;
    const asDesk = { authorization: `Bearer ${deskOnlyKey}` };
    const put = (headers = {}) => api.ask("POST", `${path}/files?from=customer`, text.toString(), headers);
    expect(await refusal(put(asDesk))).toBe("403 PUR-2007");
    const { fileId } = attachmentSchema.parse(await (await put()).json());
    expect((await api.ask("POST", `${path}/messages`, { attachments: [fileId] })).status).toBe(202);
    await api.ask("POST", `${path}/takeover`);
    const briefing = z.object({ packet: z.object({ files: z.unknown() }), text: z.array(z.string()) });
    const { packet, text: lines } = await api.json(briefing, 200, "GET", `${path}/briefing`);
    expect(packet.files).toEqual([{ fileId, name: "file.txt", type: "text/plain" }]);
    expect(lines).toContain("  - file.txt (text/plain)");
  });
});
