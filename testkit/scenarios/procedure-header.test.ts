import { afterEach, describe, expect, test } from "vitest";
import { converseIn } from "./converse-in.ts";
import { loadFolder, removeLibraries } from "./library.ts";

afterEach(removeLibraries);

/** An action that is done at once, confirmed by the reader. */
const action = (name: string, fact: string): string => `
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
const keys = new Set<string>();
export default defineAction({
  name: "${name}", title: "${name}", tier: "execute",
  input: z.strictObject({ bookId: z.string() }),
  output: z.object({ ${fact}: z.object({ state: z.string() }) }),
  needs: { bookId: "book.id" }, gives: ["${fact}.state"], promises: { "${fact}.state": "done" },
  factsSchema: z.strictObject({}), sources: {},
  touches: ({ bookId }) => ({ type: "Book", id: bookId }),
  readFacts: async () => ({ kind: "read", facts: {} }),
  describe: ({ args }) => "${name} " + args.bookId + "?",
  simulate: async () => ({ kind: "cannot-tell", detail: "" }),
  execute: async ({ key }) => { keys.add(key); return { kind: "done", result: { ${fact}: { state: "done" } } }; },
  verify: async ({ key }) =>
    keys.has(key) ? { kind: "done", result: { ${fact}: { state: "done" } } } : { kind: "not-done", detail: "" },
  once: "key", keyLifetimeMs: days(1),
  undo: { kind: "irreversible", because: "It is told to others at once." },
});
`;

const files: Readonly<Record<string, string>> = {
  "blueprint.yaml": `
name: Library
currency: EUR
slots:
  title: [{ pattern: '\\b(Momo|Emma|Moma|Ghost)\\b' }]
  mails: [{ pattern: '\\bno mails\\b', value: false }]
  days: [{ pattern: '\\b(\\d+) days\\b', type: integer }]
`,
  "procedures/find-a-book.md": `---
procedure: find-a-book
goal: where the book stands
when: [where does the book stand, on which shelf is the book, where do I find this title, in which room is it]
needs:
  book.id: { ask: "Do you mean {{ guess.id }}?", yes: guess.id }
  shelf.place: { unseen: on which shelf it stands }
done: book.id != "" && shelf.place != ""
tools: [find_book, find_shelf]
replies: { done: "{{ book.id }}: {% if unseen %}I could not see {{ unseen }}{% else %}shelf {{ shelf.place }}{% endif %}." }
---
`,
  "procedures/reserve-a-book.md": `---
procedure: reserve-a-book
goal: the book is put aside
when: [please reserve the book for me, please reserve a book, could you put this title aside for me, I want to reserve something, can you hold it for me until I come]
needs:
  book.id: { ask: "Which book?" }
  book.isLent: { ask: "Is it lent?" }
done: reservation.state == "done"
before:
  reserve_book:
    - check: book.isLent == false
      otherwise: "{{ book.id }} is lent. Shall I buy a copy? Please answer yes or no."
      offer: buy-a-copy
tools: [find_book, reserve_book]
replies: { done: "{{ book.id }} is put aside." }
---
`,
  "procedures/buy-a-copy.md": `---
procedure: buy-a-copy
goal: another copy is bought
when: [could you buy this title, I suggest a purchase, you should have more copies of it]
done: copy.state == "done"
tools: [find_book, buy_copy]
replies: { done: "A copy of {{ book.id }} is bought." }
---
`,
  "procedures/keep-longer.md": `---
procedure: keep-longer
goal: the reader keeps her book longer
when: [I need more time to read it, can I keep the book longer, extend my loan please]
needs:
  message.days: { ask: "By how many days? {{ loan.left }} are left." }
done: loan.due != ""
tools: [find_loan, find_due]
replies: { done: "Day {{ loan.due }}." }
---
`,
  "guardrails/books.cedar": `
@id("read") permit (principal, action in [Action::"find_book", Action::"find_shelf", Action::"find_loan", Action::"find_due"], resource);
@id("write") permit (principal, action in [Action::"reserve_book", Action::"buy_copy"], resource)
when { context.assurance.confirmed };
`,
  "guardrails/books.test.yaml": `
- { name: a book is reserved on her yes, action: reserve_book, args: { bookId: BK-1 }, facts: {}, expect: confirm }
- { name: a copy is bought on her yes, action: buy_copy, args: { bookId: BK-1 }, facts: {}, expect: confirm }
`,
  "tools/find-book.ts": `
import { defineLookup } from "@purser/kit";
import { z } from "zod";
const books = { Momo: { id: "BK-1", isLent: false }, Emma: { id: "BK-2", isLent: true }, Ghost: { id: "BK-9", isLent: false } };
export default defineLookup({
  name: "find_book", title: "Find a book", input: z.strictObject({ title: z.string().exactOptional() }),
  output: z.object({ book: z.object({ id: z.string(), isLent: z.boolean() }).exactOptional(), guess: z.object({ id: z.string() }) }),
  needs: { title: "message.title" }, gives: ["book.id", "book.isLent", "guess.id"],
  run: async ({ args }) => {
    const book = Object.hasOwn(books, args.title ?? "") ? { book: books[args.title] } : {};
    return { kind: "found", result: { ...book, guess: { id: "BK-1" } } };
  },
});
`,
  "tools/find-shelf.ts": `
import { defineLookup } from "@purser/kit";
import { z } from "zod";
export default defineLookup({
  name: "find_shelf", title: "Find the shelf", input: z.strictObject({ bookId: z.string() }),
  output: z.object({ shelf: z.object({ place: z.string() }) }),
  needs: { bookId: "book.id" }, gives: ["shelf.place"],
  run: async ({ args }) => args.bookId === "BK-9"
    ? { kind: "failed", code: "PUR-3001", detail: "The catalogue does not answer." }
    : { kind: "found", result: { shelf: { place: "A7" } } },
});
`,
  "tools/find-loan.ts": `
import { defineLookup } from "@purser/kit";
import { z } from "zod";
export default defineLookup({
  name: "find_loan", title: "Find the loan", input: z.strictObject({}),
  output: z.object({ loan: z.object({ left: z.int() }) }), gives: ["loan.left"],
  run: async () => ({ kind: "found", result: { loan: { left: 14 } } }),
});
`,
  "tools/find-due.ts": `
import { defineLookup } from "@purser/kit";
import { z } from "zod";
export default defineLookup({
  name: "find_due", title: "Find the day", input: z.strictObject({ days: z.int() }),
  output: z.object({ loan: z.object({ due: z.string() }) }),
  needs: { days: "message.days" }, gives: ["loan.due"],
  run: async ({ args }) => ({ kind: "found", result: { loan: { due: String(args.days) } } }),
});
`,
  "tools/reserve-book.ts": action("reserve_book", "reservation"),
  "tools/buy-copy.ts": action("buy_copy", "copy"),
};

/** What the reader is told, one answer for each of her messages. */
async function converse(first: string, ...others: readonly string[]): Promise<readonly string[]> {
  return (await converseIn(await loadFolder(files), first, ...others)).said;
}

const confirm = (what: string): string => `${what}? Shall I go ahead? Please answer yes or no.`;

describe("the header of a procedure", () => {
  test("what cannot be seen is said, and the rest is answered", async () => {
    expect(await converse("Where does the book Ghost stand?")).toEqual([
      "BK-9: I could not see on which shelf it stands.",
    ]);
    expect(await converse("Where does the book Momo stand?")).toEqual(["BK-1: shelf A7."]);
  });

  test("a yes to a question takes what the question suggests, a no does not", async () => {
    expect(await converse("Where does the book Moma stand?", "yes")).toEqual(["Do you mean BK-1?", "BK-1: shelf A7."]);
    expect((await converse("Where does the book Moma stand?", "no"))[1]).toBe("Do you mean BK-1?");
  });

  test("what a question shows is looked up before it is asked", async () => {
    expect((await converse("can I keep the book longer"))[0]).toBe("By how many days? 14 are left.");
  });

  test.each([
    ["10", "10"],
    ["1,200 please", "1200"],
    ["make it 9, thanks", "9"],
    ["7 days", "7"],
  ])("she was asked for a number, and %s brings it", async (answer, days) => {
    expect((await converse("can I keep the book longer", answer))[1]).toBe(`Day ${days}.`);
  });

  test.each(["between 10 and 20", "order 20817", "give me 2 minutes", "1. January"])(
    "%s is no number that she was asked for",
    async (answer) => {
      expect((await converse("can I keep the book longer", answer))[1]).not.toContain("Day");
    },
  );

  test("a yes to what is offered instead begins that procedure", async () => {
    const offered = "BK-2 is lent. Shall I buy a copy? Please answer yes or no.";
    expect(await converse("Please reserve the book Emma for me", "yes", "yes")).toEqual([
      offered,
      confirm("buy_copy BK-2"),
      "A copy of BK-2 is bought.",
    ]);
    expect(await converse("Please reserve the book Emma for me", "no")).toEqual([
      offered,
      "All right, I have left everything as it is.",
    ]);
  });

  test("when she corrects herself, what was looked up for the first is looked up again", async () => {
    expect(await converse("Please reserve the book Ghost for me", "Sorry, I meant Momo", "yes")).toEqual([
      confirm("reserve_book BK-9"),
      confirm("reserve_book BK-1"),
      "BK-1 is put aside.",
    ]);
  });

  test("a yes to a question does not confirm what was asked before it", async () => {
    const said = await converse("Please reserve the book Ghost for me", "Sorry, I meant Moma", "yes");
    expect(said.slice(0, 2)).toEqual([confirm("reserve_book BK-9"), "Which book?"]);
    expect(said.join(" ")).not.toContain("is put aside");
  });

  test("an offer of a procedure that does not exist is a mistake", async () => {
    const path = "procedures/reserve-a-book.md";
    const text = files[path]?.replace("offer: buy-a-copy", "offer: steal-a-copy") ?? "";
    await expect(loadFolder({ ...files, [path]: text })).rejects.toThrow(/PUR-2107.*procedures\/reserve-a-book\.md/);
  });
});
