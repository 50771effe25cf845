import { countRecords, putRecord } from "../customer-records.ts";
import type { Address } from "../address.ts";
import type { CalendarState } from "../calendar/data.ts";
import type { CrmState, Customer } from "../crm/data.ts";
import type { MailState } from "../mail/data.ts";
import { stockId, type OmsState, type Order, type OrderLine } from "../oms/data.ts";
import type { PaymentsState } from "../payments/data.ts";
import type { ShippingState } from "../shipping/data.ts";
import { firstNames, lastNames } from "./people.ts";
import { productOf, products } from "./products.ts";
import { SeededRandom } from "./seeded-random.ts";

/** The data of the six systems. */
export type WorldData = {
  oms: OmsState;
  payments: PaymentsState;
  shipping: ShippingState;
  mail: MailState;
  calendar: CalendarState;
  crm: CrmState;
};

export type NewCustomer = {
  place: Omit<Address, "recipient">;
  isFlagged?: boolean;
  contactDaysAgo?: number;
  note?: string;
};
export type NewItem = { sku: string; size: string; sizeShipped?: string };
/** When it was placed, shipped and delivered, in days before today; what is missing has not happened. */
export type NewOrder = {
  customer: Customer;
  items: readonly NewItem[];
  placed: number;
  shipped?: number;
  delivered?: number;
  cancelled?: number;
  promotion?: { name: string; discountMinor: number };
  /** What of it was paid with store credit; the rest was taken from a card. */
  creditMinor?: number;
};

const dayMs = 86_400_000;
const newYorkBehindUtcMs = 5 * 3_600_000;

/** A world in the making: what is added gets its numbers, its dates and its charge. */
export class WorldDraft {
  readonly data: WorldData;
  readonly random: SeededRandom;
  readonly #now: number;
  readonly #names: readonly string[];
  readonly #orderNumbers = new Set<number>();
  readonly #firstRef: number;

  constructor(seed: number, now: number) {
    this.random = new SeededRandom(seed);
    this.#now = now;
    const lasts = this.random.shuffled(lastNames);
    const firsts = this.random.shuffled(firstNames);
    this.#names = lasts.flatMap((_, round) =>
      firsts.map((first, position) => `${first} ${lasts[(position + round) % lasts.length]}`),
    );
    this.#firstRef = 1001 + this.random.int(0, 80) * 100;
    this.data = {
      oms: {
        orders: {},
        exchanges: {},
        returns: {},
        boxes: {},
        products: Object.fromEntries(products.map((it) => [it.sku, it])),
        refundTerms: {},
        stock: {},
      },
      payments: {
        charges: {},
        refunds: {},
        credits: {},
        creditPayments: {},
        subscriptions: {},
        changes: {},
        answers: {},
      },
      shipping: { labels: {}, transits: [], pendingWebhooks: [] },
      mail: { messages: {} },
      calendar: { slots: {}, appointments: {} },
      crm: { customers: {}, operationsNotes: [], notesMade: 0, passwordResets: {} },
    };
  }

  /** An instant in the shop's business hours, so many calendar days of New York before today. */
  daysAgo(days: number): string {
    const newYorkToday = Math.floor((this.#now - newYorkBehindUtcMs) / dayMs) * dayMs;
    const afternoonMs = (15 * 60 + this.random.int(0, 299)) * 60_000;
    return new Date(newYorkToday - days * dayMs + afternoonMs).toISOString();
  }

  /** A calendar day of New York, so many days from today. */
  dayFromToday(days: number): string {
    return new Date(this.#now - newYorkBehindUtcMs + days * dayMs).toISOString().slice(0, 10);
  }

  addCustomer({ place, isFlagged = false, contactDaysAgo = 400, note }: NewCustomer): Customer {
    const { customers } = this.data.crm;
    const count = countRecords(customers);
    const customerRef = `LC-${this.#firstRef + count}`;
    const name = this.#names[count % this.#names.length] ?? "Robin Doe";
    const suffix = count < this.#names.length ? "" : `.${count}`;
    const email = `${name.toLowerCase().replace(" ", ".")}${suffix}@example.com`;
    const phone = place.country === "GB" ? `+4420794600${this.#digits(2)}` : `+1212555${this.#digits(4)}`;
    const registeredAt = this.daysAgo(contactDaysAgo);
    const notes = note === undefined ? [] : [{ noteId: this.#noteId(), text: note, createdAt: this.daysAgo(20) }];
    const customer: Customer = {
      customerRef,
      name,
      email,
      phone,
      language: "en",
      address: { ...place, recipient: name },
      isFlagged,
      contacts: [
        { kind: "email", value: email, registeredAt },
        { kind: "phone", value: phone, registeredAt },
      ],
      preferences: { newsletter: this.random.next() < 0.5, textMessages: false, giftWrap: false, favoriteStore: null },
      membership: "free",
      membershipVersion: 1,
      notes,
    };
    putRecord(customers, customerRef, customer);
    return customer;
  }

  addOrder({ customer, items, promotion, creditMinor = 0, ...days }: NewOrder): Order {
    const lines = items.map((item, index) => orderLine(item, index, days.shipped !== undefined));
    const order: Order = {
      orderId: `L-${this.orderNumber()}`,
      customerRef: customer.customerRef,
      status: statusOf(days),
      lines,
      paidMinor:
        lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0) - (promotion?.discountMinor ?? 0),
      currency: "USD",
      promotion: promotion ?? null,
      address: customer.address,
      placedAt: this.daysAgo(days.placed),
      shippedAt: days.shipped === undefined ? null : this.daysAgo(days.shipped),
      deliveredAt: days.delivered === undefined ? null : this.daysAgo(days.delivered),
      cancelledAt: days.cancelled === undefined ? null : this.daysAgo(days.cancelled),
      version: 1 + [days.shipped, days.delivered, days.cancelled].filter((it) => it !== undefined).length,
      lastKeys: {},
    };
    putRecord(this.data.oms.orders, order.orderId, order);
    this.#addCharge(order, creditMinor);
    return order;
  }

  setStock(sku: string, size: string, available: number): void {
    this.data.oms.stock[stockId(sku, size)] = { sku, size, available, reserved: 0 };
  }

  #addCharge({ orderId, customerRef, paidMinor, currency, placedAt }: Order, creditMinor: number): void {
    const chargeId = `CH-${orderId.slice(2)}`;
    putRecord(this.data.payments.charges, chargeId, {
      chargeId,
      orderId,
      customerRef,
      amountMinor: paidMinor - creditMinor,
      refundedMinor: 0,
      currency,
      card: { brand: this.random.pick(["visa", "mastercard"] as const), lastFour: this.#digits(4) },
      capturedAt: placedAt,
    });
    if (creditMinor === 0) return;
    const paymentId = `CP-${orderId.slice(2)}`;
    const paid = { amountMinor: creditMinor, returnedMinor: 0, currency, paidAt: placedAt };
    putRecord(this.data.payments.creditPayments, paymentId, { paymentId, orderId, customerRef, ...paid });
  }

  /** A number that no order and no charge has. */
  orderNumber(): number {
    const number = this.random.int(10_000, 99_999);
    if (this.#orderNumbers.has(number)) return this.orderNumber();
    this.#orderNumbers.add(number);
    return number;
  }

  #noteId(): string {
    this.data.crm.notesMade += 1;
    return `NT-${10_000 + this.data.crm.notesMade}`;
  }

  #digits(count: number): string {
    return Array.from({ length: count }, () => this.random.int(0, 9)).join("");
  }
}

function orderLine({ sku, size, sizeShipped }: NewItem, index: number, isShipped: boolean): OrderLine {
  const { name, priceMinor } = productOf(sku);
  return {
    lineId: String(index + 1),
    sku,
    name,
    sizeOrdered: size,
    sizeShipped: isShipped ? (sizeShipped ?? size) : null,
    quantity: 1,
    unitPriceMinor: priceMinor,
  };
}

function statusOf({ shipped, delivered, cancelled }: Omit<NewOrder, "customer" | "items">): Order["status"] {
  if (cancelled !== undefined) return "cancelled";
  if (delivered !== undefined) return "delivered";
  return shipped === undefined ? "pending" : "shipped";
}
