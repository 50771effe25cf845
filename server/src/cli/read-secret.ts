import type { ReadStream } from "node:tty";
import { CommandFailed, type Terminal } from "./terminal.ts";

const enter = /[\r\n]/;
const interrupts: ReadonlySet<string> = new Set(["\u0003", "\u0004"]);
const backspaces: ReadonlySet<string> = new Set(["\u007f", "\b"]);

/**
 * A value from standard input: all of it, without the line break at its end; on a terminal one line that is not shown.
 */
export async function readSecretValue(input: ReadStream | NodeJS.ReadStream, terminal: Terminal): Promise<string> {
  input.setEncoding("utf8");
  if (!input.isTTY) {
    const parts: string[] = [];
    const texts: AsyncIterable<string> = input;
    for await (const part of texts) parts.push(part);
    return parts.join("").replace(/\r?\n$/, "");
  }
  terminal.note("Type or paste the value; it is not shown. Enter ends it.");
  input.setRawMode(true);
  try {
    return await typedLine(input);
  } finally {
    input.setRawMode(false);
    input.pause();
  }
}

function typedLine(input: NodeJS.ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let line = "";
    const read = (typed: string): void => {
      for (const character of typed) {
        if (interrupts.has(character)) return end(() => reject(new CommandFailed()));
        if (enter.test(character)) return end(() => resolve(line));
        line = backspaces.has(character) ? line.slice(0, -1) : line + character;
      }
    };
    const end = (settle: () => void): void => {
      input.off("data", read);
      settle();
    };
    input.on("data", read);
  });
}
