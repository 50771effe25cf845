import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import {
  AtSign,
  BookOpen,
  ChartColumn,
  CircleCheckBig,
  Command,
  Inbox,
  Keyboard,
  ListFilter,
  LogOut,
  Moon,
  Settings,
  Sun,
  SunMoon,
} from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useMutation } from "@tanstack/react-query";
import { sessionViewSchema } from "@purser/contract";
import { post } from "../lib/api.ts";
import { useShortcuts, useWindowKey } from "../lib/keyboard.ts";
import { useMentionNotices, useMentions } from "../lib/mentions.ts";
import { mostApprovals, useOpenApprovals } from "../lib/open-approvals.ts";
import { isSameFilter, useSavedFilters } from "../lib/saved-filters.ts";
import { useScheme } from "../lib/scheme.ts";
import { maySeeSettings, useChangeSession, useSignedIn } from "../lib/session.ts";
import { Key } from "../ui/key.tsx";
import type { Overlay, Overlays as OverlaysShown } from "./overlays.tsx";

/** The frame of every view: where to go, who is here, and what the keyboard does everywhere. */
export function Shell({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<Overlay | null>(null);
  const navigate = useNavigate();
  const { scheme, change } = useScheme();
  const leave = useSignOut();
  const Overlays = useOverlays();
  useShortcuts({
    "g i": () => void navigate({ to: "/inbox" }),
    "g a": () => void navigate({ to: "/approvals" }),
    "g b": () => void navigate({ to: "/blueprint" }),
    "g n": () => void navigate({ to: "/insights" }),
    "g m": () => void navigate({ to: "/mentions" }),
    "g s": () => void navigate({ to: "/settings" }),
    "?": () => setOpen("sheet"),
  });
  useMentionNotices();
  usePaletteKey(() => setOpen((now) => (now === "palette" ? null : "palette")));
  return (
    <div className="flex h-full flex-col-reverse md:flex-row">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-raised focus:p-2"
      >
        Skip to the content
      </a>
      <Rail
        scheme={scheme}
        onScheme={change}
        onPalette={() => setOpen("palette")}
        onSheet={() => setOpen("sheet")}
        onLeave={leave}
      />
      <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
        {children}
      </main>
      {Overlays === null ? null : <Overlays open={open} onOpen={setOpen} onScheme={change} onLeave={leave} />}
    </div>
  );
}

/** Fetched when the page stands, and not with the first press of its key: what is typed right after that is typed into it. */
function useOverlays(): typeof OverlaysShown | null {
  const [fetched, setFetched] = useState<{ Overlays: typeof OverlaysShown } | null>(null);
  useEffect(() => {
    import("./overlays.tsx").then(setFetched, () => undefined);
  }, []);
  return fetched?.Overlays ?? null;
}

function useSignOut(): () => void {
  const changeSession = useChangeSession();
  const { mutate } = useMutation({
    mutationFn: () => post(sessionViewSchema, "/v1/session/end"),
    onSuccess: changeSession,
  });
  return () => mutate();
}

function usePaletteKey(onPress: () => void): void {
  useWindowKey((event) => {
    if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    onPress();
  });
}

function Rail(props: {
  scheme: "system" | "light" | "dark";
  onScheme: () => void;
  onPalette: () => void;
  onSheet: () => void;
  onLeave: () => void;
}) {
  const { deployment } = useSignedIn();
  const SchemeIcon = { system: SunMoon, light: Sun, dark: Moon }[props.scheme];
  return (
    <nav
      aria-label="Desk"
      className="flex shrink-0 items-center gap-0.5 border-t p-1.5 md:w-52 md:flex-col md:gap-1 md:items-stretch md:border-t-0 md:border-r md:p-3"
    >
      <div className="hidden items-center gap-2 px-2 pt-1 pb-4 md:flex">
        <img src="/desk/icon.svg" alt="" className="size-5" />
        <span className="truncate font-semibold">{deployment.name}</span>
      </div>
      <Places />
      <SavedPlaces />
      <div className="hidden flex-1 md:block" />
      <RailButton onClick={props.onPalette} icon={<Command className="size-4" />} name="Commands" shortcut="Ctrl K" />
      <RailButton
        onClick={props.onSheet}
        icon={<Keyboard className="size-4" />}
        name="Shortcuts"
        shortcut="?"
        isWideOnly
      />
      <RailButton
        onClick={props.onScheme}
        icon={<SchemeIcon className="size-4" />}
        name={`Colours: ${props.scheme}`}
        isWideOnly
      />
      <Whose onLeave={props.onLeave} />
    </nav>
  );
}

function Places() {
  const { person } = useSignedIn();
  const unread = useMentions().data?.unread ?? 0;
  const waiting = useOpenApprovals().data?.length ?? 0;
  return (
    <>
      <Place to="/inbox" icon={<Inbox className="size-4" />} name="Inbox" shortcut="G I" />
      <Place
        to="/approvals"
        icon={<CircleCheckBig className="size-4" />}
        name="Approvals"
        shortcut="G A"
        count={waiting}
      />
      <Place
        to="/mentions"
        icon={<AtSign className="size-4" />}
        name="Mentions"
        shortcut="G M"
        count={unread}
        isWideOnly
      />
      <Place to="/blueprint" icon={<BookOpen className="size-4" />} name="Blueprint" shortcut="G B" isWideOnly />
      <Place to="/insights" icon={<ChartColumn className="size-4" />} name="Insights" shortcut="G N" />
      {maySeeSettings(person.role) ? (
        <Place to="/settings" icon={<Settings className="size-4" />} name="Settings" shortcut="G S" isWideOnly />
      ) : null}
    </>
  );
}

/** The saved filters, in their order; where there is no room, the commands have them. */
function SavedPlaces() {
  const saved = useSavedFilters();
  const now = useSearch({ strict: false });
  const filters = saved.data?.filters ?? [];
  if (filters.length === 0) return null;
  return (
    <div role="group" aria-label="Saved filters" className="mt-4 hidden min-h-0 flex-col overflow-y-auto md:flex">
      <p className="px-2 pb-1 text-xs font-medium text-muted">Saved filters</p>
      {filters.map(({ name, filter }) => (
        <Link
          key={name}
          to="/inbox"
          search={filter}
          className={`${item} shrink-0 ${isSameFilter(filter, now) ? "bg-sunken font-medium !text-text" : ""}`}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          <ListFilter className="size-4 shrink-0" aria-hidden="true" />
          <span className="truncate">{name}</span>
        </Link>
      ))}
    </div>
  );
}

function Whose({ onLeave }: { onLeave: () => void }) {
  const { person } = useSignedIn();
  return (
    <div className="mt-2 hidden items-center gap-2 border-t px-2 pt-3 md:flex">
      <div className="min-w-0 flex-1">
        <p className="font-medium text-balance wrap-anywhere">{person.name}</p>
        <p className="text-xs text-muted capitalize">{person.role}</p>
      </div>
      <button
        type="button"
        onClick={onLeave}
        aria-label="Sign out"
        title="Sign out"
        className="rounded-md p-1.5 text-muted hover:bg-hover hover:text-text"
      >
        <LogOut className="size-4" />
      </button>
    </div>
  );
}

const item =
  "relative flex min-h-11 flex-1 flex-col items-center justify-center gap-0.5 rounded-md px-0.5 text-xs text-muted hover:bg-hover hover:text-text md:min-h-8 md:flex-none md:flex-row md:justify-start md:gap-2 md:px-2 md:text-sm";

const wideOnly = "!hidden md:!flex";

function Place(props: {
  to: "/inbox" | "/approvals" | "/mentions" | "/blueprint" | "/insights" | "/settings";
  icon: ReactNode;
  name: string;
  shortcut: string;
  count?: number;
  /** Where there is no room, the commands have it. */
  isWideOnly?: boolean;
}) {
  const { to, icon, name, shortcut, count = 0, isWideOnly = false } = props;
  return (
    <Link
      to={to}
      className={`${item} ${isWideOnly ? wideOnly : ""}`}
      activeProps={{ className: "bg-sunken !text-text font-medium" }}
    >
      {icon}
      <span className="flex-none md:flex-1">{name}</span>
      {count === 0 ? (
        <Key name={shortcut} />
      ) : (
        <span className="absolute top-0.5 left-1/2 ml-2 rounded-full bg-warn-soft px-1.5 text-xs font-medium text-warn md:static md:ml-0">
          {count >= mostApprovals ? `${mostApprovals}+` : count}
        </span>
      )}
    </Link>
  );
}

function RailButton(props: {
  icon: ReactNode;
  name: string;
  shortcut?: string;
  onClick: () => void;
  isWideOnly?: boolean;
}) {
  const { icon, name, shortcut, onClick, isWideOnly = false } = props;
  return (
    <button type="button" onClick={onClick} className={`${item} ${isWideOnly ? wideOnly : ""}`}>
      {icon}
      <span className="flex-none text-left md:flex-1">{name}</span>
      {shortcut === undefined ? null : <Key name={shortcut} />}
    </button>
  );
}
