/** Where a command says what it has to say: results on one stream, everything else on the other. */
export type Terminal = {
  /** A line of the result. */
  print: (line: string) => void;
  /** A line for people only: progress, warnings, errors. */
  note: (line: string) => void;
};

export const processTerminal: Terminal = {
  print: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
};

/** Ends a command that has failed and has said so itself: exit code 1 and not a word more. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}
