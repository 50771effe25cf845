import { useEffect, useRef, useState } from "react";

export type LiveState = "connecting" | "live" | "lost";
export type LiveHandlers = Readonly<Record<string, (data: unknown) => void>>;

/**
 * Follows a stream of the API while it is wanted. The browser comes again by itself, and hands over the id of the last
 * event that it saw; `onBegin` is called at each beginning, since what has no id comes anew.
 */
export function useLive(path: string | null, handlers: LiveHandlers, onBegin?: () => void): LiveState {
  const [state, setState] = useState<LiveState>("connecting");
  const latest = useRef({ handlers, onBegin });
  useEffect(() => {
    latest.current = { handlers, onBegin };
  });
  const kinds = Object.keys(handlers).join(" ");
  useEffect(() => {
    if (path === null) return undefined;
    setState("connecting");
    const source = new EventSource(path);
    source.addEventListener("open", () => {
      setState("live");
      latest.current.onBegin?.();
    });
    source.addEventListener("error", () => setState("lost"));
    for (const kind of kinds.split(" "))
      source.addEventListener(kind, (event) => {
        const data: unknown = JSON.parse(String(event.data));
        latest.current.handlers[kind]?.(data);
      });
    return () => source.close();
  }, [path, kinds]);
  return state;
}
