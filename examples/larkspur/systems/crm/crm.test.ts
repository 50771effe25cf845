import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, bodyOf, customerAt, effectsInShort, refusalOf, textAt, ways, type TestWorld } from "../test-world.ts";

for (const { way, open } of ways) {
  describe(`crm, ${way}`, () => {
    let world: TestWorld;
    let path: string;
    const crm = () => customerAt(world.client("crm"), world.landmarks.wrongSize.customerRef);

    beforeEach(async () => {
      world = await open();
      path = `/customers/${world.landmarks.wrongSize.customerRef}`;
    });
    afterEach(() => world.stop());

    test("takes a key and ignores it: the same key twice has two effects", async () => {
      await crm().post(`${path}/notes`, { key: "k", body: { text: "Called." } });
      await crm().post(`${path}/notes`, { key: "k", body: { text: "Called." } });
      expect(at(bodyOf(await crm().get(path)), "customer", "notes")).toHaveLength(2);
      expect(effectsInShort(world.systems.crm.ledger.effects)).toEqual(["note effect", "note effect"]);
    });

    test("a removed note is gone, and its removal is a reversal", async () => {
      const added = bodyOf(await crm().post(`${path}/notes`, { key: "k", body: { text: "Called." } }));
      await crm().delete(`${path}/notes/${textAt(added, "note", "noteId")}`, { key: "undo" });
      expect(at(bodyOf(await crm().get(path)), "customer", "notes")).toEqual([]);
      expect(world.systems.crm.ledger.effects[1]).toMatchObject({ kind: "reversal", reverses: "k", key: "undo" });
    });

    test("closes an account once, and has no way to open it again", async () => {
      const close = () => crm().post(`${path}/close`, { key: "k" });
      expect(at(bodyOf(await close()), "customer", "closedAt")).toBe("2026-02-10T07:17:00.000Z");
      expect(refusalOf(await close())).toBe("412 closed-already");
      expect(effectsInShort(world.systems.crm.ledger.effects)[0]).toBe("close-account effect");
    });

    test("a changed e-mail address is a contact that is registered now", async () => {
      const changed = await crm().put(`${path}/email`, { body: { email: "new@example.com" } });
      expect(bodyOf(changed)).toMatchObject({
        customer: {
          email: "new@example.com",
          contacts: [
            { kind: "email", value: "new@example.com", registeredAt: "2026-02-10T07:17:00.000Z" },
            { kind: "phone" },
          ],
        },
      });
    });

    test("refuses the e-mail address of another customer", async () => {
      const { email } = world.landmarks.refundSmall;
      const reply = await crm().put(`${path}/email`, { body: { email: email.toUpperCase() } });
      expect(refusalOf(reply)).toBe("409 email-taken");
    });

    test("sets preferences, and sets them back", async () => {
      const before = at(bodyOf(await crm().get(path)), "customer", "preferences");
      const preferences = { newsletter: false, textMessages: true, giftWrap: true, favoriteStore: "brooklyn" };
      await crm().put(`${path}/preferences`, { body: preferences });
      expect(at(bodyOf(await crm().get(path)), "customer", "preferences")).toEqual(preferences);
      await crm().put(`${path}/preferences`, { body: before, reverses: "k" });
      expect(at(bodyOf(await crm().get(path)), "customer", "preferences")).toEqual(before);
      expect(effectsInShort(world.systems.crm.ledger.effects)).toEqual(["preferences effect", "preferences reversal"]);
    });

    test("finds who has an address or a number, and lists nobody else", async () => {
      const { email, phone, customerRef } = world.landmarks.wrongSize;
      const ask = (query: string) => world.client("crm").request({ method: "GET", path: `/customers${query}` });
      const byEmail = bodyOf(await ask(`?email=${encodeURIComponent(email.toUpperCase())}`));
      expect(at(byEmail, "customers", 0, "customerRef")).toBe(customerRef);
      expect(bodyOf(await ask(`?phone=${encodeURIComponent(phone)}`))).toEqual(byEmail);
      expect(bodyOf(await ask("?email=nobody@example.com"))).toEqual({ customers: [] });
      expect(refusalOf(await ask(""))).toBe("400 malformed");
    });

    test("mails a link for a new password to her own address, good for an hour, and revokes it", async () => {
      const sent = bodyOf(await crm().post(`${path}/password-resets`, { key: "k" }));
      const { email } = world.landmarks.wrongSize;
      expect(at(sent, "passwordReset")).toMatchObject({ resetId: "PR-10001", sentTo: email, status: "open" });
      expect(JSON.stringify(sent)).not.toContain("http");
      await crm().post(`${path}/password-resets`, { key: "k" });
      const revoke = () => crm().post(`${path}/password-resets/PR-10001/revoke`, { key: "undo" });
      expect(at(bodyOf(await revoke()), "passwordReset", "status")).toBe("revoked");
      expect(refusalOf(await revoke())).toBe("409 not-open");
      expect(world.systems.crm.ledger.effects[2]).toMatchObject({ kind: "reversal", reverses: "k", key: "undo" });
      world.clock.advance(3_600_000);
      const listed = bodyOf(await crm().get(`${path}/password-resets`));
      expect(at(listed, "passwordResets", 1, "status")).toBe("expired");
      const other = customerAt(world.client("crm"), world.landmarks.refundSmall.customerRef);
      expect(refusalOf(await other.get(`${path}/password-resets`))).toBe("404 not-found");
    });

    test("shows a customer to herself only", async () => {
      expect(refusalOf(await crm().get(`/customers/${world.landmarks.refundSmall.customerRef}`))).toBe("404 not-found");
    });
  });
}
