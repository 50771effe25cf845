import type { SessionView } from "@purser/contract";
import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { SignedInProvider, useSession } from "../lib/session.ts";
import { Failed, Loading } from "../ui/states.tsx";
import { Shell } from "./shell.tsx";
import type { PasswordLink } from "../features/sign-in/accept-invitation.tsx";

/** Whoever is signed in already fetches none of these. */
const SecondFactor = lazy(async () => ({
  default: (await import("../features/sign-in/second-factor.tsx")).SecondFactor,
}));
const AcceptInvitation = lazy(async () => ({
  default: (await import("../features/sign-in/accept-invitation.tsx")).AcceptInvitation,
}));
const SetUp = lazy(async () => ({ default: (await import("../features/sign-in/set-up.tsx")).SetUp }));
const SignIn = lazy(async () => ({ default: (await import("../features/sign-in/sign-in.tsx")).SignIn }));

/** An invitation, or a link to a new password, comes in the fragment, which a browser sends to nobody. */
function linkInAddress(): PasswordLink | null {
  const [, kind, token] = /^#(invitation|reset)=(\S+)$/.exec(window.location.hash) ?? [];
  if (kind === undefined || token === undefined) return null;
  return { kind: kind === "reset" ? kind : "invitation", token };
}

/** The desk is for who is signed in; before that this asks who it is. */
export function Gate() {
  const session = useSession();
  const [link, setLink] = useState(linkInAddress);
  if (session.isPending) return <Loading what="your session" />;
  if (session.data === undefined) return <Failed error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data.kind === "signed-in" && link === null)
    return (
      <SignedInProvider value={session.data}>
        <Shell>
          <Outlet />
        </Shell>
      </SignedInProvider>
    );
  return (
    <Suspense fallback={<Loading what="the entrance" />}>
      <Entrance view={session.data} link={link} onLinkEnd={() => setLink(null)} />
    </Suspense>
  );
}

type EntranceProps = { view: SessionView; link: PasswordLink | null; onLinkEnd: () => void };

function Entrance({ view, link, onLinkEnd }: EntranceProps) {
  if (view.kind === "second-factor-due") return <SecondFactor person={view.person} />;
  if (link !== null) return <AcceptInvitation link={link} onEnd={onLinkEnd} />;
  if (view.kind === "signed-in") return null;
  return view.isSetUp || view.here.length > 0 ? <SignIn here={view.here} /> : <SetUp />;
}
