import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A server at its address. */
export type Listener = {
  readonly url: string;
  /** Closed, it refuses connections and cuts those there are; opened again, it listens at the same port. */
  setOpen(isOpen: boolean): void;
  stop(): Promise<void>;
};

/** What the answer to the request that closes the server gets to be on its way. */
const graceMs = 20;

/** Listens at `port`, or at a free one when it is 0. Rejects when the port is taken. */
export async function openListener(
  respond: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
  at: { host: string; port: number },
): Promise<Listener> {
  const server = createServer((incoming, outgoing) => void respond(incoming, outgoing));
  server.listen(at.port, at.host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server without a port");
  const { port } = address;
  let shouldListen = true;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return {
    url: `http://${at.host}:${port}`,
    setOpen(isOpen) {
      shouldListen = isOpen;
      if (isOpen && !server.listening) server.listen(port, at.host);
      if (!isOpen) setTimeout(() => !shouldListen && server.listening && close(), graceMs);
    },
    async stop() {
      if (!server.listening) return;
      const closed = once(server, "close");
      close();
      await closed;
    },
  };
}
