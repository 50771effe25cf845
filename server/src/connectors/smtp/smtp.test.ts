import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Mail } from "@purser/kit";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import { createSmtpMailer } from "./index.ts";

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A mail system; what it has taken, and its address. */
async function mailSystem(options: SMTPServerOptions = {}): Promise<{ taken: string[]; url: string }> {
  const taken: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, _session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        taken.push(Buffer.concat(parts).toString("utf8"));
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  stops.push(
    () =>
      new Promise((done) => {
        server.close(() => done(null));
      }),
  );
  return { taken, url: `smtp://${addressOf(listening.address())}` };
}

function addressOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): string {
  return address === null || typeof address === "string" ? "" : `127.0.0.1:${address.port}`;
}

/** A system that does with each connection what it likes. */
async function oddSystem(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  stops.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `smtp://${addressOf(server.address())}`;
}

const mail: Mail = {
  from: { name: "Larkspur, Inc.", address: "desk@larkspur.example" },
  to: "ada@larkspur.example",
  subject: "Zur Freigabe: 47 € zurück",
  text: "Refund $47.00?\n",
  messageId: "out-1@larkspur.example",
};

/** Long for a system on the same machine, short for a test that waits for it. */
const deadlineMs = 1_500;

describe("a mail over SMTP", () => {
  test("arrives with its own id, and says that no machine need answer it", async () => {
    const { taken, url } = await mailSystem();
    expect(await createSmtpMailer(url).send(mail)).toMatchObject({ kind: "accepted" });
    expect(taken).toHaveLength(1);
    expect(taken[0]).toContain("Message-ID: <out-1@larkspur.example>");
    expect(taken[0]).toContain('From: "Larkspur, Inc." <desk@larkspur.example>');
    expect(taken[0]).toContain("Auto-Submitted: auto-generated");
    expect(taken[0]).toContain("Refund $47.00?");
  });

  test("cannot be given more headers or recipients by what stands in its fields", async () => {
    const recipients: string[] = [];
    const { taken, url } = await mailSystem({
      onRcptTo: ({ address }, _session, done) => {
        recipients.push(address);
        done();
      },
    });
    const sent = await createSmtpMailer(url).send({
      ...mail,
      subject: "Approve\r\nBcc: thief@example.net\r\n\r\nand more",
      from: { ...mail.from, name: "Desk\r\nReply-To: thief@example.net" },
      to: "ada@larkspur.example\r\nRCPT TO:<thief@example.net>",
    });
    expect(recipients.every((address) => !address.startsWith("thief"))).toBe(true);
    const headers = taken.join("").split("\r\n\r\n")[0] ?? "";
    expect(headers).not.toMatch(/^(bcc|reply-to):/im);
    expect(["accepted", "refused", "unknown"]).toContain(sent.kind);
  });

  test("to an address that there is not is refused for good, and one that is put off was not sent", async () => {
    const answering = (responseCode: number) =>
      mailSystem({ onRcptTo: (_address, _session, done) => done(Object.assign(new Error("no"), { responseCode })) });
    expect(await createSmtpMailer((await answering(550)).url).send(mail)).toMatchObject({ kind: "refused" });
    expect(await createSmtpMailer((await answering(451)).url).send(mail)).toMatchObject({ kind: "notSent" });
  });

  test("to a system that nobody listens for was not sent", async () => {
    const { url } = await mailSystem();
    for (const stop of stops.splice(0)) await stop();
    expect(await createSmtpMailer(url).send(mail)).toMatchObject({ kind: "notSent" });
  });

  test("to a system that takes the connection and says nothing is given up, by its deadline", async () => {
    const url = await oddSystem(() => undefined);
    expect(["notSent", "unknown"]).toContain((await createSmtpMailer(url, deadlineMs).send(mail)).kind);
  });

  test("to a system that goes away with the text in its hands may have been taken", async () => {
    const url = await oddSystem((socket) => {
      socket.write("220 odd\r\n");
      socket.on("data", (line) => {
        const said = line.toString();
        if (said.startsWith("DATA")) socket.write("354 go on\r\n");
        else if (said.startsWith("EHLO") || said.startsWith("MAIL") || said.startsWith("RCPT"))
          socket.write("250 ok\r\n");
        else socket.destroy();
      });
    });
    expect(await createSmtpMailer(url, deadlineMs).send(mail)).toMatchObject({ kind: "unknown" });
  });

  test("takes no password to another machine that offers no TLS", async () => {
    let said = "";
    const url = await oddSystem((socket) => {
      socket.write("220 odd\r\n");
      socket.on("data", (line) => {
        said += line.toString();
        socket.write(line.toString().startsWith("EHLO") ? "250-odd\r\n250 AUTH PLAIN\r\n" : "502 no\r\n");
      });
    });
    const elsewhere = url.replace("smtp://127.0.0.1", "smtp://desk:secret@127.0.0.2");
    const refused = await createSmtpMailer(elsewhere, deadlineMs).send(mail);
    expect(refused.kind).not.toBe("accepted");
    expect(said).toContain("EHLO");
    expect(said).not.toContain("AUTH PLAIN ");
  });
});
