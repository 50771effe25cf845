import { type SessionView, type SignedIn, type TeammateRole, sessionViewSchema } from "@purser/contract";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { codeOf, post, read } from "./api.ts";

export const sessionKey = ["session"] as const;
const overCodes: readonly (string | null)[] = ["PUR-2046", "PUR-2005", "PUR-2044"];

/** Whose session the browser has; at the server's own machine it is opened without asking. */
export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }): Promise<SessionView> => {
      const view = await read(sessionViewSchema, "/v1/session", signal);
      const isHere = view.kind === "signed-out" && view.here.length > 0 && !hasLeft();
      return isHere ? post(sessionViewSchema, "/v1/session/here") : view;
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
}

const leftMark = "purser.signed-out";

/** Who signed out stays signed out, until they sign in again. */
function hasLeft(): boolean {
  return sessionStorage.getItem(leftMark) !== null;
}

export function useChangeSession(): (view: SessionView) => void {
  const client = useQueryClient();
  return (view) => {
    if (view.kind === "signed-out") sessionStorage.setItem(leftMark, "yes");
    else sessionStorage.removeItem(leftMark);
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
    client.setQueryData(sessionKey, view);
  };
}

/** When an answer says that the session is over, whose it is is asked anew. */
export function noteFailure(error: unknown, client: QueryClient): void {
  if (overCodes.includes(codeOf(error))) void client.invalidateQueries({ queryKey: sessionKey });
}

const signedInContext = createContext<SignedIn | null>(null);
export const SignedInProvider = signedInContext.Provider;

/** For what is only shown to who is signed in. */
export function useSignedIn(): SignedIn {
  const session = useContext(signedInContext);
  if (session === null) throw new Error("This is shown to who is signed in only.");
  return session;
}

/** Who sees the accounts of others. */
export function maySeePeople(role: TeammateRole): boolean {
  return role === "admin" || role === "auditor";
}

/** Who answers for the deployment; the rest is decided page by page. */
export function maySeeSettings(role: TeammateRole): boolean {
  return role !== "teammate";
}
