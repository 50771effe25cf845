import { PurserError } from "@purser/contract";
import { expect, test } from "vitest";
import { errorFields } from "./error-fields.ts";

const canary = "mia@example.com";

test("an error is told by its name, its code, its place and its causes, without a word of it", () => {
  const database = Object.assign(new RangeError(`Key (email)=(${canary}) exists.`), { code: "23505", detail: canary });
  const fields = errorFields(new PurserError("PUR-1005", canary, { cause: database }));
  expect(fields.at).toMatch(/^src\/trace\/error-fields\.test\.ts:\d+:\d+$/);
  expect({ ...fields, at: null }).toEqual({
    error: "PurserError",
    code: "PUR-1005",
    status: null,
    at: null,
    cause: "RangeError 23505",
  });
});

test("what a mail system refused is told by its status", () => {
  const refusal = Object.assign(new Error(`550 no mailbox ${canary}`), { code: "EENVELOPE", responseCode: 550 });
  expect(errorFields(refusal)).toMatchObject({ error: "Error", code: "EENVELOPE", status: 550 });
});

test.each([
  ["a message that looks like a place", new Error(`x\n    at ${canary} (/home/${canary}/mia.ts:1:2)`)],
  ["a code with what somebody wrote", Object.assign(new Error("x"), { code: canary, status: canary })],
  ["a name with what somebody wrote", Object.assign(new Error("x"), { name: `Error of ${canary}` })],
  ["a text that is thrown", canary],
  ["an object that is thrown", { message: canary }],
])("%s tells nothing of a person", (_, thrown) => {
  expect(JSON.stringify(errorFields(thrown))).not.toMatch(/mia/);
});
