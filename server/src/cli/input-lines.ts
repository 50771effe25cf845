import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Lines as they come in, in their order; empty ones are left out. */
export type InputLines = {
  /** The next line, or null while there is none. */
  take: () => string | null;
  /** Whether all lines have come in and have been taken. */
  isOver: () => boolean;
  close: () => void;
};

export function readLines(input: Readable): InputLines {
  const lines: string[] = [];
  let hasEnded = false;
  const reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  reader.on("line", (line) => {
    if (line.trim() !== "") lines.push(line.trim());
  });
  reader.on("close", () => (hasEnded = true));
  return {
    take: () => lines.shift() ?? null,
    isOver: () => hasEnded && lines.length === 0,
    close: () => {
      reader.close();
      input.destroy();
    },
  };
}
