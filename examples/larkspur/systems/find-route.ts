import type { Route } from "./route.ts";

export type FoundRoute<State> = { route: Route<State>; pathValues: Readonly<Record<string, string>> };

/** The route for a method and a path such as `/orders/L-10001`, with the values of the path's variable parts. */
export function findRoute<State>(
  routes: readonly Route<State>[],
  method: string,
  path: string,
): FoundRoute<State> | null {
  const parts = path.split("/").map(decodePart);
  for (const route of routes) {
    if (route.method !== method) continue;
    const pathValues = matchPath(route.path.split("/"), parts);
    if (pathValues !== null) return { route, pathValues };
  }
  return null;
}

function matchPath(
  pattern: readonly string[],
  parts: readonly (string | null)[],
): Readonly<Record<string, string>> | null {
  if (pattern.length !== parts.length) return null;
  const values: Record<string, string> = {};
  for (const [position, expected] of pattern.entries()) {
    const part = parts[position] ?? null;
    if (part === null) return null;
    if (expected.startsWith(":")) values[expected.slice(1)] = part;
    else if (expected !== part) return null;
  }
  return values;
}

/** Null for a part that is no valid percent-encoding: no route has such a path. */
function decodePart(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
