import { changesIn, eventsOf, groupBy, type History, type Violation } from "./history.ts";

/**
 * I1: at most one effect for a key and for a proposal, none without a key from a log, one call for a key's attempt. What a
 * system itself has carried out twice is no fault of ours: I9 has it told to a person.
 */
export function checkOneEffect({ cases, systems, doubled: doubledByOthers }: History): readonly Violation[] {
  const started = cases.flatMap((each) => eventsOf(each, "call.started"));
  const proposalOf = new Map<string, string>(started.map(({ body }) => [body.key, body.proposalId]));
  const changes = changesIn(systems);
  // What is taken back without a key is I12's.
  const unmeant = changes.filter(({ key, kind }) => kind === "effect" && (key === null || !proposalOf.has(key)));
  const meant = changes.flatMap((change) =>
    change.key === null || doubledByOthers.has(change.key) ? [] : [{ ...change, key: change.key }],
  );
  const calls = systems.flatMap(({ name, calls: made }) =>
    made.flatMap((call) => (doubledByOthers.has(call.key ?? "") ? [] : [{ ...call, system: name }])),
  );
  return [
    ...unmeant.map(
      ({ system, operation, object }) => `${system} ${operation} on ${object} happened and no log has its key.`,
    ),
    ...doubled(meant, ({ key }) => key).map((key) => `The key ${key} has more than one effect.`),
    ...doubled(meant, ({ key }) => proposalOf.get(key) ?? key).map(
      (proposalId) => `The proposal ${proposalId} has more than one effect.`,
    ),
    ...doubled(calls, ({ system, key, attempt, seq }) =>
      key === null ? `${system} ${seq}` : `${key} attempt ${attempt}`,
    ).map((call) => `The call ${call} arrived more than once.`),
  ];
}

function doubled<Item>(items: readonly Item[], nameOf: (item: Item) => string): string[] {
  return [...groupBy(items, nameOf)].flatMap(([name, group]) => (group.length > 1 ? [name] : []));
}
