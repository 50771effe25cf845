import { eventsOf, groupBy, type History, type Violation } from "./history.ts";

/** I8: what was acknowledged is one message in one log. */
export function checkNothingLost({ cases, acknowledged }: History): readonly Violation[] {
  const received = cases.flatMap((each) => eventsOf(each, "message.received").map(({ body }) => nameOf(body)));
  const byName = groupBy(received, (name) => name);
  return [
    ...[...byName].flatMap(([name, copies]) =>
      copies.length > 1 ? [`The delivery ${name} was taken in ${copies.length} times.`] : [],
    ),
    ...acknowledged
      .map(nameOf)
      .flatMap((name) => (byName.has(name) ? [] : [`The delivery ${name} was acknowledged and is in no log.`])),
  ];
}

function nameOf({ provider, deliveryId }: { provider: string; deliveryId: string }): string {
  return `${provider} ${deliveryId}`;
}
