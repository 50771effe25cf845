import { createServer, type Server } from "node:http";
import { PurserError } from "@purser/contract";
import { getRequestListener } from "@hono/node-server";
import type { Api } from "./create-api.ts";

export type Listener = {
  url: string;
  /** Takes nothing new, lets what is under way end, and cuts off what does not; any number of calls are one. */
  stop: () => Promise<void>;
};

const lastRequestsMs = 3000;

/** Listens for HTTP. Throws PUR-1007 when the port is taken, PUR-1031 when the address is none of ours. */
export async function listen(api: Api, at: { host: string; port: number }): Promise<Listener> {
  const answer = getRequestListener((request, { incoming }) =>
    api.fetch(request, incoming.socket.remoteAddress ?? null),
  );
  const server = createServer((request, response) => void answer(request, response));
  const port = await bind(server, at);
  const host = at.host.includes(":") ? `[${at.host}]` : at.host;
  let stopped: Promise<void> | null = null;
  return {
    url: `http://${host === "0.0.0.0" || host === "[::]" ? "127.0.0.1" : host}:${port}`,
    stop: () => (stopped ??= close(server)),
  };
}

function bind(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const code = error.code === "EADDRINUSE" ? "PUR-1007" : "PUR-1031";
      reject(new PurserError(code, `Port ${port} on ${host}: ${error.code ?? error.message}.`, { cause: error }));
    });
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), lastRequestsMs);
    server.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
    server.closeIdleConnections();
  });
}
