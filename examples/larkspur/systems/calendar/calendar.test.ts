import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { at, bodyOf, customerAt, effectsInShort, refusalOf, textAt, ways, type TestWorld } from "../test-world.ts";
import { holdMs } from "./appointment-writes.ts";

for (const { way, open } of ways) {
  describe(`calendar, ${way}`, () => {
    let world: TestWorld;
    const calendar = () => customerAt(world.client("calendar"), world.landmarks.appointment.customerRef);
    const freeSlotIds = async () => {
      const slots = at(bodyOf(await calendar().get("/slots?store=brooklyn")), "slots");
      return Object.keys(slots ?? {}).map((position) => textAt(slots, position, "slotId"));
    };
    const hold = (slotId: string, key = "k1") =>
      calendar().post("/appointments", { body: { slotId }, key, version: 1 });
    const booked = () => `/appointments/${world.landmarks.appointment.appointmentId}`;

    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.stop());

    test("a held slot is not free, is booked, and is free again when released", async () => {
      const [slotId = ""] = await freeSlotIds();
      const held = bodyOf(await hold(slotId));
      expect(at(held, "appointment")).toMatchObject({ status: "held", version: 1, slot: { slotId } });
      expect(await freeSlotIds()).not.toContain(slotId);
      const path = `/appointments/${textAt(held, "appointment", "appointmentId")}`;
      const done = bodyOf(await calendar().post(`${path}/book`, { key: "k2", version: 1 }));
      expect(at(done, "appointment")).toMatchObject({ status: "booked", heldUntil: null });
      await calendar().post(`${path}/release`, { key: "k3", version: 2 });
      expect(await freeSlotIds()).toContain(slotId);
      expect(effectsInShort(world.systems.calendar.ledger.effects)).toEqual([
        "hold effect",
        "book effect",
        "release reversal",
      ]);
      expect(world.systems.calendar.ledger.effects[2]?.reverses).toBe("k2");
    });

    test("a fitting that is cancelled is free for others, and is booked again only while nobody else has its time", async () => {
      const slotId = textAt(bodyOf(await calendar().get(booked())), "appointment", "slotId");
      const cancel = () => calendar().post(`${booked()}/cancel`, { key: "k1", version: 1 });
      expect(at(bodyOf(await cancel()), "appointment")).toMatchObject({ status: "released", version: 2 });
      expect(await freeSlotIds()).toContain(slotId);
      const again = bodyOf(await calendar().post(`${booked()}/reinstate`, { key: "k2", version: 2 }));
      expect(at(again, "appointment")).toMatchObject({ status: "booked", version: 3, slot: { slotId } });
      expect(world.systems.calendar.ledger.effects.at(-1)).toMatchObject({ kind: "reversal", reverses: "k1" });
      await calendar().post(`${booked()}/cancel`, { key: "k3", version: 3 });
      const other = customerAt(world.client("calendar"), world.landmarks.refundSmall.customerRef);
      await other.post("/appointments", { body: { slotId }, key: "k4", version: 4 });
      expect(refusalOf(await calendar().post(`${booked()}/reinstate`, { key: "k5", version: 4 }))).toBe(
        "409 slot-taken",
      );
    });

    test("a hold ends by itself", async () => {
      const [slotId = ""] = await freeSlotIds();
      const id = textAt(bodyOf(await hold(slotId)), "appointment", "appointmentId");
      world.clock.advance(holdMs);
      expect(await freeSlotIds()).toContain(slotId);
      expect(refusalOf(await calendar().post(`/appointments/${id}/book`, { version: 1 }))).toBe("409 not-held");
    });

    test("of the same hold twice the second meets its own version", async () => {
      const [slotId = ""] = await freeSlotIds();
      await hold(slotId);
      expect(refusalOf(await hold(slotId))).toBe("412 version-mismatch");
      expect(effectsInShort(world.systems.calendar.ledger.effects)).toEqual(["hold effect", "hold noop"]);
      expect(at(bodyOf(await calendar().get("/effects?key=k1")), "effects")).toHaveLength(1);
    });

    test("a slot is taken once", async () => {
      const [slotId = ""] = await freeSlotIds();
      await hold(slotId);
      const late = await calendar().post("/appointments", { body: { slotId }, key: "k2", version: 2 });
      expect(refusalOf(late)).toBe("409 slot-taken");
    });

    test("an appointment is rescheduled at its version, and back", async () => {
      const before = textAt(bodyOf(await calendar().get(booked())), "appointment", "slotId");
      const [slotId = ""] = await freeSlotIds();
      const move = (to: string, version: number) =>
        calendar().post(`${booked()}/reschedule`, { body: { slotId: to }, version, key: `k${version}` });
      expect(at(bodyOf(await move(slotId, 1)), "appointment")).toMatchObject({ slotId, version: 2, status: "booked" });
      expect(await freeSlotIds()).not.toContain(slotId);
      expect(refusalOf(await move(slotId, 1))).toBe("412 version-mismatch");
      expect(at(bodyOf(await move(before, 2)), "appointment", "slotId")).toBe(before);
    });

    test("another customer's appointment is not there", async () => {
      const stranger = customerAt(world.client("calendar"), world.landmarks.wrongSize.customerRef);
      expect(refusalOf(await stranger.get(booked()))).toBe("404 not-found");
      expect(refusalOf(await stranger.post(`${booked()}/release`, { version: 1 }))).toBe("404 not-found");
    });
  });
}
