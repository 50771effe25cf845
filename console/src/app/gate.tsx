import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { AcceptInvitation } from "../features/sign-in/accept-invitation.tsx";
import { SetUp } from "../features/sign-in/set-up.tsx";
import { SignIn } from "../features/sign-in/sign-in.tsx";
import { SignedInProvider, useSession } from "../lib/session.ts";
import { Failed, Loading } from "../ui/states.tsx";
import { Shell } from "./shell.tsx";

/** Draws a QR code, which few come by. */
const SecondFactor = lazy(async () => ({
  default: (await import("../features/sign-in/second-factor.tsx")).SecondFactor,
}));

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
  const view = session.data;
  if (invitation !== null && view.kind !== "second-factor-due")
    return <AcceptInvitation token={invitation} onEnd={() => setInvitation(null)} />;
  if (view.kind === "signed-out") return view.isSetUp || view.here.length > 0 ? <SignIn here={view.here} /> : <SetUp />;
  if (view.kind === "second-factor-due") {
    return (
      <Suspense fallback={<Loading what="your second factor" />}>
        <SecondFactor person={view.person} />
      </Suspense>
    );
  }
  return (
    <SignedInProvider value={view}>
      <Shell>
        <Outlet />
      </Shell>
    </SignedInProvider>
  );
}
