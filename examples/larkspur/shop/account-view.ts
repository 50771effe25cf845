import { formatMoney, type Instant } from "@purser/contract";
import { html } from "hono/html";
import { cardText } from "../tools/charge-record.ts";
import { addressLine } from "../tools/order-record.ts";
import { type Account, type Part, valuesOf } from "./read-account.ts";

export type Html = ReturnType<typeof html>;

type Order = ListOf<"orders">;
type ListOf<Name extends keyof Account> =
  Account[Name] extends Part<infer Value> ? (Value extends readonly (infer Item)[] ? Item : never) : never;

/** What the systems of record have of her, in sections; `pulse` tells the page whether something has happened since. */
export function accountView(account: Account, pulse: string): Html {
  return html`<div id="records" data-pulse="${pulse}">
    ${ordersSection(account)}
    <div class="columns">${moneySection(account)} ${mailSection(account)}</div>
    ${bookedSection(account)}
  </div>`;
}

function section(id: string, title: string, body: Html | readonly Html[]): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${body}
  </section>`;
}

const away = (what: string): Html =>
  html`<p class="empty">Our ${what} system does not answer just now. This page asks again by itself.</p>`;

/** The items of a part, or why there are none to show. */
function listOf<Value>(part: Part<readonly Value[]>, what: string, none: string, item: (value: Value) => Html): Html {
  if (part.kind === "away") return away(what);
  if (part.value.length === 0) return html`<p class="empty">${none}</p>`;
  return html`<ul class="records">
    ${part.value.map(item)}
  </ul>`;
}

type Tone = "good" | "going" | "over" | "plain";
const tones: Readonly<Record<string, Tone>> = {
  delivered: "good",
  shipped: "going",
  pending: "going",
  cancelled: "over",
  created: "good",
  ready: "good",
  requested: "going",
  refused: "over",
  voided: "over",
  succeeded: "good",
  issued: "good",
  revoked: "over",
  active: "good",
  paused: "going",
  booked: "good",
  held: "going",
  released: "over",
};

function badge(text: string): Html {
  return html`<span class="badge ${tones[text] ?? "plain"}">${text}</span>`;
}

/** A record that the page can tell from others, so that what has changed is marked. */
function record(id: string, title: string, state: string, body: Html): Html {
  return html`<li data-item="${id}" data-name="${title} is ${state}">
    <p class="title"><b>${title}</b> ${badge(state)}</p>
    ${body}
  </li>`;
}

function ordersSection(account: Account): Html {
  const orders = listOf(account.orders, "order", "No orders yet.", (order) => orderItem(order, account));
  return section("orders", "Orders", orders);
}

function orderItem(order: Order, { exchanges, returns, labels, charges }: Account): Html {
  const { orderId, status, placedAt, deliveredAt, paidMinor, currency, address } = order;
  const money = (minor: number): string => formatMoney(minor, currency);
  const refundedMinor = valuesOf(charges)
    .filter((charge) => charge.orderId === orderId)
    .reduce((sum, charge) => sum + charge.refundedMinor, 0);
  const lines = order.lines.map(
    ({ name, sizeOrdered, sizeShipped, quantity }) =>
      html`<p>
        ${quantity > 1 ? `${quantity} × ` : ""}${name}, size
        ${sizeOrdered}${sizeShipped !== null && sizeShipped !== sizeOrdered ? html` <span class="wrong">sent in ${sizeShipped}</span>` : ""}
      </p>`,
  );
  const when = deliveredAt === null ? html`placed ${day(placedAt)}` : html`delivered ${day(deliveredAt)}`;
  return record(
    orderId,
    `Order ${orderId}`,
    status,
    html`${lines}
      <p class="muted">${when} · to ${addressLine(address)}</p>
      <p><b>${money(paidMinor)}</b> paid${refundedMinor > 0 ? html` · <b>${money(refundedMinor)}</b> refunded` : ""}</p>
      <ul class="parts">
        ${valuesOf(exchanges)
          .filter((exchange) => exchange.orderId === orderId)
          .map(({ exchangeId, fromSize, toSize, status: state }) =>
            record(
              exchangeId,
              `Exchange ${exchangeId}`,
              state,
              html`<p>Size ${fromSize} for ${toSize}</p>
                ${labelsOf(exchangeId, labels)}`,
            ),
          )}
        ${valuesOf(returns)
          .filter((it) => it.orderId === orderId)
          .map(({ returnId, refundMinor, status: state }) =>
            record(
              returnId,
              `Return ${returnId}`,
              state,
              html`<p>${money(refundMinor)} back once it has arrived</p>
                ${labelsOf(returnId, labels)}`,
            ),
          )}
      </ul>`,
  );
}

function labelsOf(reference: string, labels: Account["labels"]): Html {
  if (labels.kind === "away") return away("shipping");
  return html`${labels.value
    .filter((label) => label.reference === reference)
    .map(
      ({ labelId, status, trackingNumber, arrivedAt }) =>
        html`<p data-item="${labelId}" data-name="Label ${labelId} is ${status}">
          Return label ${labelId} ${badge(status)}
          ${trackingNumber === null ? "" : html`<code>${trackingNumber}</code>`}
          ${arrivedAt === null ? "" : "· the parcel has arrived"}
        </p>`,
    )}`;
}

function moneySection({ charges, refunds, credits }: Account): Html {
  const charged = listOf(charges, "payment", "Nothing was charged.", (charge) =>
    record(
      charge.chargeId,
      `Charge ${charge.chargeId}`,
      charge.refundedMinor === 0 ? "paid" : charge.refundableMinor === 0 ? "refunded" : "partly refunded",
      html`<p><b>${formatMoney(charge.amountMinor, charge.currency)}</b> from your ${cardText(charge)}</p>
        <p class="muted">${day(charge.capturedAt)} · for ${charge.orderId}</p>`,
    ),
  );
  const refunded = valuesOf(refunds).map(
    ({ refundId, status, amountMinor, currency, voidFeeMinor, createdAt, orderId }) =>
      record(
        refundId,
        `Refund ${refundId}`,
        status === "voided" ? "taken back" : "on its way",
        html`<p>
            <b>${formatMoney(amountMinor, currency)}</b>
            ${status === "voided" ? "was called back from your card" : "goes back to your card"}
          </p>
          <p class="muted">
            ${moment(createdAt)} · for
            ${orderId}${voidFeeMinor > 0 ? html` · the processor keeps ${formatMoney(voidFeeMinor, currency)}` : ""}
          </p>`,
      ),
  );
  const credited = valuesOf(credits).map(({ creditId, status, amountMinor, currency, createdAt, orderId }) =>
    record(
      creditId,
      `Store credit ${creditId}`,
      status,
      html`<p><b>${formatMoney(amountMinor, currency)}</b></p>
        <p class="muted">${moment(createdAt)} · for ${orderId}</p>`,
    ),
  );
  const back =
    refunded.length + credited.length === 0
      ? ""
      : html`<ul class="records">
          ${refunded}${credited}
        </ul>`;
  return section("money", "Money", html`${back}${charged}`);
}

function mailSection({ mails }: Account): Html {
  const items = listOf(
    mails,
    "mail",
    "No mail from us yet.",
    ({ messageId, subject, text, attachments, acceptedAt }) =>
      html`<li data-item="${messageId}" data-name="Mail: ${subject}">
        <p class="title"><b>${subject}</b> <span class="muted">${moment(acceptedAt)}</span></p>
        <p class="letter">${text}</p>
        ${attachments.map(({ name }) => html`<p class="muted">Attached: ${name}</p>`)}
      </li>`,
  );
  return section("mails", "Mailbox", items);
}

function bookedSection({ subscriptions, appointments }: Account): Html {
  const boxes = valuesOf(subscriptions).map(({ subscriptionId, plan, status, priceMinor, currency, period }) =>
    record(
      subscriptionId,
      `Outfit box, ${plan}`,
      status,
      html`<p><b>${formatMoney(priceMinor, currency)}</b> a month</p>
        <p class="muted">${subscriptionId} · paid until ${period.endsOn} · changes show here up to a minute late</p>`,
    ),
  );
  const times = valuesOf(appointments).map(({ appointmentId, status, slot }) =>
    record(
      appointmentId,
      `Fitting in ${capital(slot.store)}`,
      status,
      html`<p>${moment(slot.startsAt)}</p>
        <p class="muted">${appointmentId}</p>`,
    ),
  );
  const isAway = subscriptions.kind === "away" || appointments.kind === "away";
  if (boxes.length + times.length === 0 && !isAway) return html``;
  return section(
    "booked",
    "Box and fittings",
    html`${isAway ? away("booking") : ""}
      <ul class="records">
        ${boxes}${times}
      </ul>`,
  );
}

const zone = { timeZone: "America/New_York" } as const;
const dayFormat = new Intl.DateTimeFormat("en-US", { ...zone, dateStyle: "medium" });
const momentFormat = new Intl.DateTimeFormat("en-US", { ...zone, dateStyle: "medium", timeStyle: "short" });

/** In the shop's own time. */
function day(at: Instant): Html {
  return html`<time datetime="${at}">${dayFormat.format(new Date(at))}</time>`;
}

function moment(at: Instant): Html {
  return html`<time datetime="${at}">${momentFormat.format(new Date(at))}</time>`;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
