import { once } from "node:events";
import { SMTPServer } from "smtp-server";

export type TakenMail = { to: readonly string[]; text: string };
export type MailSystem = { url: string; taken: TakenMail[]; stop: () => Promise<void> };

/** A mail system on this machine that keeps what it takes; what it says to a recipient is the test's. */
export async function openMailSystem(
  toRecipient: () => "takes" | "puts-off" | "hangs" = () => "takes",
): Promise<MailSystem> {
  const taken: TakenMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (_address, _session, done) => {
      const word = toRecipient();
      if (word === "takes") done();
      if (word === "puts-off") done(Object.assign(new Error("not now"), { responseCode: 451 }));
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const text = decoded(Buffer.concat(parts).toString("utf8"));
        taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        done();
      });
    },
  });
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  const port = address === null || typeof address === "string" ? 0 : address.port;
  return {
    taken,
    url: `smtp://127.0.0.1:${port}`,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
      }),
  };
}

/** Quoted-printable as it reads. */
function decoded(text: string): string {
  return text.replaceAll("=\r\n", "").replaceAll("=3D", "=");
}
