import type { Look } from "../frames.ts";

const channelAt = [1, 3, 5] as const;
/** A colour this light needs dark writing on it. */
const lightFrom = 150;

/** Set by a script, which a policy that allows no inline style lets pass. */
export function applyLook({ direction, scheme, accent }: Look): void {
  const { documentElement: root } = document;
  root.dir = direction;
  if (scheme !== "auto") root.dataset["scheme"] = scheme;
  if (accent === null) return;
  const [red = 0, green = 0, blue = 0] = channelAt.map((at) => Number.parseInt(accent.slice(at, at + 2), 16));
  root.style.setProperty("--accent", accent);
  root.style.setProperty("--on-accent", red * 0.299 + green * 0.587 + blue * 0.114 > lightFrom ? "#111111" : "#ffffff");
}
