export type RunningProcess = {
  kind: "running";
  /** When it started, as an opaque text: a later process with the same pid has another one. */
  started: string;
  /** The executable's name, without its folder. */
  name: string;
  /** Its arguments, joined by spaces. */
  command: string;
  /** Its working directory; null when we may not know. */
  directory: string | null;
};

/** A zombie has ended, and yet `kill(pid, 0)` finds it: in a container without an init it stays for good. */
export type ProcessState = { kind: "gone" } | { kind: "zombie" } | RunningProcess;
