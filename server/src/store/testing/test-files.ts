import type { Attachment, CaseId } from "@purser/contract";
import { sha256 } from "@purser/kit/audit";
import { describe, expect, test } from "vitest";
import type { NewFile } from "../../cases/file-store.ts";
import {
  append,
  blueprintHash,
  caseId,
  idNamed,
  inlet,
  openedEvent,
  opening,
  type OpenStore,
  otherCaseId,
  storesOf,
  tenant,
} from "./store-under-test.ts";

const dayMs = 86_400_000;

/** Bytes of which no two parts are alike. */
function bytesOf(size: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => (index * 31 + Math.floor(index / 251) * seed) % 256);
}

/** A text of this name, sent by the customer to the first case unless it says another. */
export function fileNamed(name: string, bytes: Uint8Array, more: Partial<NewFile> = {}): NewFile {
  const fileId = idNamed("file", name);
  const file: Attachment = {
    fileId,
    name: `${name}.txt`,
    type: "text/plain",
    size: bytes.length,
    sha256: sha256(bytes),
    picture: null,
  };
  return { tenant, caseId, subjectId: caseId, by: "customer", file, bytes, ...more };
}

export function testFiles(open: OpenStore): void {
  const openStore = storesOf(open);
  describe("files", () => {
    const openFiles = async () => {
      const { store, advance } = await openStore();
      const contentOf = async (fileId: Attachment["fileId"]): Promise<Buffer> => {
        const parts: Uint8Array[] = [];
        for (let number = 0; ; number += 1) {
          const part = await store.readFilePart(tenant, fileId, number);
          if (part === null) return Buffer.concat(parts);
          parts.push(part);
        }
      };
      const name = (kept: readonly NewFile[], more: { by?: string; into?: CaseId; of?: CaseId } = {}) =>
        store.nameFiles({
          tenant,
          caseId: more.of ?? caseId,
          by: more.by ?? "customer",
          fileIds: kept.map(({ file }) => file.fileId),
          into: more.into ?? caseId,
        });
      return { store, advance, contentOf, name };
    };

    test.each([1, 262_143, 262_144, 262_145, 700_000])("a file of %i bytes is read as it was kept", async (size) => {
      const { store, contentOf } = await openFiles();
      const kept = fileNamed("parcel", bytesOf(size));
      expect(await store.keepFile(kept)).toEqual({ kind: "kept" });
      expect((await contentOf(kept.file.fileId)).equals(kept.bytes)).toBe(true);
      expect(await store.readFile(tenant, kept.file.fileId)).toEqual({
        file: kept.file,
        caseId,
        by: "customer",
        isNamed: false,
      });
    });

    test("the same id is kept once, whatever comes under it later or in the same moment", async () => {
      const { store, contentOf } = await openFiles();
      const first = fileNamed("parcel", bytesOf(10));
      const other = { ...fileNamed("parcel", bytesOf(20, 7)) };
      const kinds = await Promise.all([store.keepFile(first), store.keepFile(first), store.keepFile(first)]);
      expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(["kept", "known", "known"]);
      expect(await store.keepFile(other)).toEqual({ kind: "known", file: first.file });
      expect((await contentOf(first.file.fileId)).equals(first.bytes)).toBe(true);
    });

    test("another tenant has none of it", async () => {
      const { store } = await openFiles();
      const kept = fileNamed("parcel", bytesOf(10));
      await store.keepFile(kept);
      expect(await store.readFile("another", kept.file.fileId)).toBeNull();
      expect(await store.readFilePart("another", kept.file.fileId, 0)).toBeNull();
      const fileIds = [kept.file.fileId];
      expect(await store.nameFiles({ tenant: "another", caseId, by: "customer", fileIds, into: caseId })).toBeNull();
    });

    test("a message names all of its files or none, in its order, and again the same", async () => {
      const { store, name } = await openFiles();
      const [one, two] = [fileNamed("one", bytesOf(10)), fileNamed("two", bytesOf(11))];
      await store.keepFile(one);
      expect(await name([one, two])).toBeNull();
      expect((await store.readFile(tenant, one.file.fileId))?.isNamed).toBe(false);
      await store.keepFile(two);
      expect(await name([two, one])).toEqual([two.file, one.file]);
      expect(await name([two, one])).toEqual([two.file, one.file]);
      expect((await store.readFile(tenant, one.file.fileId))?.isNamed).toBe(true);
      expect(await name([])).toEqual([]);
    });

    test("what another sender or another case has sent is not there to be named", async () => {
      const { store, name } = await openFiles();
      const kept = fileNamed("one", bytesOf(10));
      await store.keepFile(kept);
      expect(await name([kept], { by: "tm-ada" })).toBeNull();
      expect(await name([kept], { of: otherCaseId, into: otherCaseId })).toBeNull();
      expect((await store.readFile(tenant, kept.file.fileId))?.isNamed).toBe(false);
    });

    test("a file goes with the message into the case that goes on", async () => {
      const { store, name } = await openFiles();
      const kept = fileNamed("one", bytesOf(10));
      await store.keepFile(kept);
      expect(await name([kept], { into: otherCaseId })).toEqual([kept.file]);
      expect(await name([kept], { into: otherCaseId })).toEqual([kept.file]);
      expect((await store.readFile(tenant, kept.file.fileId))?.caseId).toBe(otherCaseId);
    });

    test("what no message names is swept after its time, and nothing else", async () => {
      const { store, advance, name } = await openFiles();
      const [named, left] = [fileNamed("named", bytesOf(10)), fileNamed("left", bytesOf(10))];
      for (const each of [named, left]) await store.keepFile(each);
      await name([named]);
      await advance(dayMs - 1);
      expect(await store.sweepFiles(tenant, dayMs)).toBe(0);
      await store.keepFile(fileNamed("young", bytesOf(10)));
      await advance(1);
      expect(await store.sweepFiles("another", dayMs)).toBe(0);
      expect(await store.sweepFiles(tenant, dayMs)).toBe(1);
      expect(await store.readFile(tenant, left.file.fileId)).toBeNull();
      expect(await store.readFilePart(tenant, left.file.fileId, 0)).toBeNull();
      expect(await name([left])).toBeNull();
      expect(await store.readFilePart(tenant, named.file.fileId, 0)).not.toBeNull();
      expect(await store.keepFile(left)).toEqual({ kind: "kept" });
    });

    test("a customer's files are gone with her, and one that is still on its way is not kept", async () => {
      const { store, name } = await openFiles();
      const hers = await store.customerOf(tenant, "LC-1");
      const open = { customerId: hers, channel: "chat", blueprintHash };
      await append(store, opening({ subjectId: hers, open, events: [openedEvent] }));
      const ofCustomer = fileNamed("hers", bytesOf(10), { subjectId: hers });
      const ofCase = fileNamed("case", bytesOf(10));
      const ahead = fileNamed("ahead", bytesOf(10), { caseId: otherCaseId, subjectId: hers });
      for (const each of [ofCustomer, ofCase, ahead]) expect(await store.keepFile(each)).toEqual({ kind: "kept" });
      await name([ofCustomer, ofCase]);
      const entry = { kind: "request.carried-out", request: 1, what: "erase", singleOperator: false } as const;
      const record = { after: 0, by: "admin", entry };
      await append(store, inlet("", { subjectId: hers, events: [erased] }));
      expect(await store.erase({ tenant, customerId: hers, caseIds: [caseId], record })).toEqual({ kind: "erased" });
      for (const { file } of [ofCustomer, ofCase, ahead]) {
        expect(await store.readFile(tenant, file.fileId)).toBeNull();
        expect(await store.readFilePart(tenant, file.fileId, 0)).toBeNull();
      }
      for (const late of [ofCustomer, fileNamed("late", bytesOf(10)), ahead])
        expect(await store.keepFile(late)).toEqual({ kind: "erased" });
    });
  });
}

const erased = { kind: "case.erased", body: { by: "admin", legalBasis: "Art. 17" } } as const;
