import { deflateSync } from "node:zlib";
import { type Attachment, attachmentSchema, problemSchema } from "@purser/contract";
import { expect } from "vitest";
import type { TestApi } from "./test-api.ts";
import { newId, visitorsOf } from "./test-visitor.ts";

/** A real picture of one colour, of this many pixels. */
export function png(width = 2, height = 2): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(checksum(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(Math.min((width + 1) * height, 1_000_000));
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

export const gif = Buffer.from(
  "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b",
  "hex",
);
export const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n");
export const text = Buffer.from("The seam is open at the left sleeve – about 3 cm.\n");

/** The CRC-32 that ends each chunk of a PNG. */
function checksum(bytes: Buffer): number {
  let crc = 0xff_ff_ff_ff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) * 0xed_b8_83_20);
  }
  return ~crc >>> 0;
}

type Sending = {
  session?: string | null;
  conversation?: string;
  name?: string;
  key?: string;
  headers?: Record<string, string>;
};

/** What a refusal says: its status and its code. */
export async function refusal(response: Promise<Response>): Promise<string> {
  const answer = await response;
  const { code } = problemSchema.parse(await answer.json());
  return `${answer.status} ${code}`;
}

/** What visitors' browsers do with files that they choose. */
export function filesOf(api: TestApi) {
  const visitors = visitorsOf(api);
  const send = (bytes: Uint8Array | string, options: Sending = {}): Promise<Response> => {
    const { session = null, conversation, name = "photo.jpg", key = newId(), headers = {} } = options;
    return fetch(new URL("/v1/visitor/files", api.url), {
      method: "POST",
      headers: {
        ...(session === null ? {} : { authorization: `Bearer ${session}` }),
        ...(conversation === undefined ? {} : { "conversation-key": conversation }),
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        "idempotency-key": key,
        ...headers,
      },
      body: typeof bytes === "string" ? bytes : Uint8Array.from(bytes),
    });
  };
  const sent = async (...given: Parameters<typeof send>): Promise<Attachment> => {
    const response = await send(...given);
    const body: unknown = await response.json();
    expect({ status: response.status, body }).toMatchObject({ status: 201 });
    return attachmentSchema.parse(body);
  };
  const say = (session: string, attachments: readonly string[], words = ""): Promise<Response> =>
    visitors.visit("POST", "messages", session, { messageId: newId(), text: words, attachments });
  return {
    send,
    sent,
    say,
    /** A file that she has sent and said, as she reads it. */
    said: async (bytes: Uint8Array, name: string): Promise<{ file: Attachment; answer: Response }> => {
      const { session } = await visitors.begin("hello");
      const file = await sent(bytes, { session, name });
      expect((await say(session, [file.fileId])).status).toBe(202);
      return { file, answer: await visitors.visit("GET", `files/${file.fileId}`, session) };
    },
  };
}
export type Files = ReturnType<typeof filesOf>;
