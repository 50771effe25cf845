import { jsonObjectSchema } from "@purser/contract";
import { longText, unfaithfulNames, unfaithfulText } from "../probe-reasoner.ts";
import { act, holds, same, type Row } from "../row.ts";

const longestText = 900_000;

/** What gets lost elsewhere, as far as JSON can hold it. */
const load = {
  date: "2026-02-29T24:00:00.000+14:00",
  decimal: "0.1000000000000000055511151231257827",
  number: 0.1,
  large: 9_007_199_254_740_991,
  bigger: "123456789012345678901234567890",
  bytes: "AP8QgA==",
  nothing: null,
  empty: "",
  emptyList: [],
  emptyObject: {},
  nested: [{ kind: "a", of: [[1, null], { kind: "b", of: "" }] }],
  words: "👩‍👩‍👧‍👦 naïve שלום עולم \u202emixed\u202c ‏",
  __proto__x: "own",
};

export const lostFields: Row = {
  id: "H7",
  title: "everything is after a pause as it was before, or is refused with its path",
  play: async (world) => {
    const { probe } = world;
    const recordId = probe.record("confirm");
    const customer = world.customer();
    const caseId = await world.opens([act(recordId, 1, { load: { ...load, long: longText(longestText) } })], customer);
    const pause = await world.pause(caseId);
    const before = await world.case(caseId);
    await world.answers(pause, "yes");
    await world.untilStatus(caseId, "resolved");
    const [done, ...others] = probe.actsOn(recordId);
    same("effects", others.length, 0);
    const { long, ...rest } = jsonObjectSchema.parse(done?.args.load);
    same("the load", rest, load);
    holds("the long text is whole", long === "ü".repeat(longestText));
    same("case, customer and attempt", [done?.caseId, done?.customer, done?.attempt], [caseId, customer, "1"]);
    const after = await world.case(caseId);
    same(
      "what is about the case",
      [after.customerId, after.identity, after.channel, after.blueprintHash],
      [before.customerId, before.identity, before.channel, before.blueprintHash],
    );

    for (const name of unfaithfulNames) {
      const refused = await world.opens([act(recordId, 1, { load: { deep: [{ [name]: unfaithfulText(name) }] } })]);
      await world.until("it is refused", async () => (await world.case(refused)).status === "handed-off");
      const why = JSON.stringify((await world.case(refused)).owner);
      holds(`a value is refused with its path, here ${why}`, why.includes(`load.deep[0].${name}`));
      same("pauses", (await world.case(refused)).pauses.length, 0);
    }
  },
};
