import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { sessionKey } from "./session.ts";

export type LiveState = "connecting" | "live" | "lost";
export type LiveHandlers = Readonly<Record<string, (data: unknown) => void>>;

const againMs = 2_000;

/**
 * Follows a stream of the API while it is wanted. The browser comes again by itself when the line is cut, and hands over the
 * id of the last event that it saw; when it was refused, this comes again, and then what has been told is told once more.
 */
export function useLive(path: string | null, handlers: LiveHandlers): LiveState {
  const [state, setState] = useState<LiveState>("connecting");
  const latest = useRef({ handlers });
  useEffect(() => {
    latest.current = { handlers };
  });
  const kinds = Object.keys(handlers).join(" ");
  const [turn, setTurn] = useState(0);
  const client = useQueryClient();
  useEffect(() => {
    if (path === null) return undefined;
    const source = new EventSource(path);
    let timer: ReturnType<typeof setTimeout> | null = null;
    source.addEventListener("open", () => {
      setState("live");
    });
    source.addEventListener("error", () => {
      setState("lost");
      if (source.readyState !== EventSource.CLOSED) return;
      // It was refused: the server is starting, or the session is over.
      void client.invalidateQueries({ queryKey: sessionKey });
      timer ??= setTimeout(() => setTurn((now) => now + 1), againMs);
    });
    for (const kind of kinds.split(" "))
      source.addEventListener(kind, (event) => {
        const data: unknown = JSON.parse(String(event.data));
        latest.current.handlers[kind]?.(data);
      });
    return () => {
      source.close();
      if (timer !== null) clearTimeout(timer);
    };
  }, [path, kinds, turn, client]);
  return state;
}
