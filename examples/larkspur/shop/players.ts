import type { Landmark, LandmarkName, Landmarks } from "../systems/landmarks.ts";

/** Somebody whom a visitor of the shop can be, with what is worth trying as her. */
export type Player = {
  customerRef: string;
  name: string;
  firstName: string;
  /** What she has, in a few words. */
  has: string;
  tries: readonly Try[];
};

/** A sentence to say in the chat, and what comes of it. `isApproved`: a lead decides on it in the desk. */
export type Try = { says: string; outcome: string; isApproved: boolean };

type Role = { landmark: LandmarkName; has: (her: Had) => string; tries: (her: Had) => readonly Try[] };
type Had = { order: string; item: string; ordered: string; shipped: string };

const alone = (says: string, outcome: string): Try => ({ says, outcome, isApproved: false });
const approved = (says: string, outcome: string): Try => ({ says, outcome, isApproved: true });

const roles: readonly Role[] = [
  {
    landmark: "wrongSize",
    has: ({ item, ordered, shipped }) => `ordered the ${item} in ${ordered} and got ${shipped}`,
    tries: ({ ordered, shipped }) => [
      alone(
        `You sent a ${shipped} instead of a ${ordered}. The right size must be here before Saturday.`,
        "Nobody is asked: the exchange, its label and a mail appear here.",
      ),
    ],
  },
  {
    landmark: "refundLarge",
    has: ({ order, item }) => `has the ${item} for $180.00, order ${order}`,
    tries: ({ order }) => [
      approved(
        `my order ${order} arrived with a hole in it, I want my money back`,
        "She confirms; then it waits, since a refund of more than $100 needs a lead.",
      ),
    ],
  },
  {
    landmark: "refundSmall",
    has: ({ order, item }) => `has the ${item}, order ${order}`,
    tries: ({ order }) => [
      alone(`The seam of order ${order} is torn, I would like my money back`, "A small refund is made at once."),
    ],
  },
  {
    landmark: "pendingOrder",
    has: ({ order, item }) => `waits for the ${item}, order ${order}`,
    tries: ({ order }) => [
      alone(
        `Please send order ${order} to 14 Oak Lane, Salem, OR 97301 instead`,
        "The address changes while the parcel is still in the warehouse.",
      ),
      alone(`Please cancel my order ${order}`, "She confirms, and the order is cancelled."),
    ],
  },
  {
    landmark: "outsideWindow",
    has: ({ order, item }) => `has had the ${item} for 45 days, order ${order}`,
    tries: ({ order }) => [
      alone(`I want my money back for order ${order}, it has a hole`, "It is too late, and nobody can talk it round."),
    ],
  },
  {
    landmark: "planBasic",
    has: () => "gets the outfit box every month, on the basic plan",
    tries: () => [
      alone("Please upgrade me to the plus plan", "She is told the price and confirms."),
      alone("Can you pause my outfit box for a while?", "The box is paused; it is read back up to a minute late."),
    ],
  },
  {
    landmark: "appointment",
    has: () => "has a fitting in Brooklyn in five days",
    tries: () => [alone("I can't make it to my fitting, please cancel it", "The time is free for somebody else.")],
  },
];

/** Those customers of the seeded world who have something to try. */
export function playersOf(landmarks: Landmarks): readonly Player[] {
  return roles.map(({ landmark, has, tries }) => {
    const { customerRef, name, firstName, orders } = landmarks[landmark];
    const had = hadBy(orders);
    return { customerRef, name, firstName, has: has(had), tries: tries(had) };
  });
}

function hadBy([order]: Landmark["orders"]): Had {
  const line = order?.lines[0];
  return {
    order: order?.orderId ?? "",
    item: line?.name ?? "",
    ordered: line?.sizeOrdered ?? "",
    shipped: line?.sizeShipped ?? "",
  };
}
