import type { SystemReply, SystemRequest, Systems } from "../../system-client.ts";

/** A request with the system that it goes to. */
export type SeenRequest = { system: string; request: SystemRequest };

/** The systems with an ear on the wire: what `intercept` answers comes back in their place, null lets the request pass. */
export function interceptedSystems(systems: Systems, intercept: (seen: SeenRequest) => SystemReply | null): Systems {
  return Object.fromEntries(
    Object.entries(systems).map(([system, client]) => [
      system,
      { request: async (request: SystemRequest) => intercept({ system, request }) ?? client.request(request) },
    ]),
  );
}

/** The systems, and a list that fills with what is sent to them. */
export function watchedSystems(systems: Systems): { systems: Systems; seen: readonly SeenRequest[] } {
  const seen: SeenRequest[] = [];
  const note = (request: SeenRequest): null => {
    seen.push(request);
    return null;
  };
  return { systems: interceptedSystems(systems, note), seen };
}

export function isWrite({ request }: SeenRequest): boolean {
  return request.method !== "GET";
}
