import { PurserError } from "@purser/contract";
import { expect, test } from "vitest";
import { readUpload } from "./read-upload.ts";

const bounds = { mostBytes: 10, idleMs: 20, wholeMs: 60 };

/** A sender that gives a byte after each pause, until it has given so many. */
function slowly(count: number, pauseMs: number): ReadableStream<Uint8Array> {
  let given = 0;
  return new ReadableStream({
    pull: async (controller) => {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      given += 1;
      if (given > count) controller.close();
      else controller.enqueue(new Uint8Array(1));
    },
  });
}

async function codeOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
    return "none";
  } catch (error) {
    return error instanceof PurserError ? error.code : String(error);
  }
}

test("who gives nothing for a while, or little for a long while, is not waited for", async () => {
  const never = new ReadableStream<Uint8Array>({});
  expect(await codeOf(readUpload({ stream: never, declaredBytes: 5 }, bounds))).toBe("PUR-3392");
  expect(
    await codeOf(readUpload({ stream: slowly(1000, 10), declaredBytes: null }, { ...bounds, mostBytes: 5000 })),
  ).toBe("PUR-3392");
});

test("a sender that breaks off, or gives another length than it said, has sent nothing", async () => {
  const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("reset")) });
  expect(await codeOf(readUpload({ stream: broken, declaredBytes: 5 }, bounds))).toBe("PUR-3392");
  for (const declaredBytes of [2, 4])
    expect(await codeOf(readUpload({ stream: slowly(3, 0), declaredBytes }, bounds))).toBe("PUR-3392");
  expect(await readUpload({ stream: slowly(3, 0), declaredBytes: 3 }, bounds)).toHaveLength(3);
});

test("of one that is too large no more is read than twice what a file may have, and nothing where it says so before", async () => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        given += 5;
        controller.enqueue(new Uint8Array(5));
      },
    },
    { highWaterMark: 0 },
  );
  expect(await codeOf(readUpload({ stream: endless, declaredBytes: 1000 }, bounds))).toBe("PUR-3390");
  expect(given).toBe(0);
  expect(await codeOf(readUpload({ stream: endless, declaredBytes: null }, bounds))).toBe("PUR-3390");
  expect(given).toBe(25);
});
