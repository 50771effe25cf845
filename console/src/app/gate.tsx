import type { SessionView } from "@purser/contract";
import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { SignedInProvider, useSession } from "../lib/session.ts";
import { Failed, Loading } from "../ui/states.tsx";
import { Shell } from "./shell.tsx";

/** Whoever is signed in already fetches none of these. */
const SecondFactor = lazy(async () => ({
  default: (await import("../features/sign-in/second-factor.tsx")).SecondFactor,
}));
const AcceptInvitation = lazy(async () => ({
  default: (await import("../features/sign-in/accept-invitation.tsx")).AcceptInvitation,
}));
const SetUp = lazy(async () => ({ default: (await import("../features/sign-in/set-up.tsx")).SetUp }));
const SignIn = lazy(async () => ({ default: (await import("../features/sign-in/sign-in.tsx")).SignIn }));

/** An invitation comes in the fragment, which a browser sends to nobody. */
function invitationInAddress(): string | null {
  return /^#invitation=(\S+)$/.exec(window.location.hash)?.[1] ?? null;
}

/** The desk is for who is signed in; before that this asks who it is. */
export function Gate() {
  const session = useSession();
  const [invitation, setInvitation] = useState(invitationInAddress);
  if (session.isPending) return <Loading what="your session" />;
  if (session.data === undefined) return <Failed error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data.kind === "signed-in" && invitation === null)
    return (
      <SignedInProvider value={session.data}>
        <Shell>
          <Outlet />
        </Shell>
      </SignedInProvider>
    );
  return (
    <Suspense fallback={<Loading what="the entrance" />}>
      <Entrance view={session.data} invitation={invitation} onInvitationEnd={() => setInvitation(null)} />
    </Suspense>
  );
}

type EntranceProps = { view: SessionView; invitation: string | null; onInvitationEnd: () => void };

function Entrance({ view, invitation, onInvitationEnd }: EntranceProps) {
  if (view.kind === "second-factor-due") return <SecondFactor person={view.person} />;
  if (invitation !== null) return <AcceptInvitation token={invitation} onEnd={onInvitationEnd} />;
  if (view.kind === "signed-in") return null;
  return view.isSetUp || view.here.length > 0 ? <SignIn here={view.here} /> : <SetUp />;
}
