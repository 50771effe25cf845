import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";

const byteOrderMark = /^\uFEFF/;

/** The lines of a file, one after another, gzipped or not: what it is, its first bytes say. */
export async function* readLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const lines = createInterface({ input: (await isGzipped(path)) ? file.pipe(createGunzip()) : file });
  for await (const line of lines) {
    const text = line.replace(byteOrderMark, "").trim();
    if (text !== "") yield text;
  }
}

export async function readWhole(path: string): Promise<string> {
  const lines: string[] = [];
  for await (const line of readLines(path)) lines.push(line);
  return lines.join("\n");
}

async function isGzipped(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}
