import { caseIdSchema, customerIdSchema } from "@purser/contract";
import { days } from "@purser/kit";
import { describe, expect, test } from "vitest";
import { reservationsOf, type TotalDefinition, totalKey } from "./totals.ts";

const caseId = caseIdSchema.parse("case_00000000000000000001");
const customerId = customerIdSchema.parse("cus_00000000000000000002");
const definitions: readonly TotalDefinition[] = [
  { name: "customerRefunds30d", of: "refundMinor", scope: "customer", windowMs: days(30) },
  { name: "caseRefunds", of: "refundMinor", scope: "case", windowMs: null },
  { name: "refundsToday", of: "refunds", scope: "deployment", windowMs: days(1) },
];

describe("totals", () => {
  test("are kept for their scope", () => {
    expect(definitions.map((definition) => totalKey(definition, { caseId, customerId }))).toEqual([
      `customerRefunds30d/refundMinor/customer/${customerId}`,
      `caseRefunds/refundMinor/case/${caseId}`,
      "refundsToday/refunds/deployment",
    ]);
  });

  test("of a customer are shared by all whom nobody knows", () => {
    const [ofCustomer] = definitions;
    expect(ofCustomer && totalKey(ofCustomer, { caseId, customerId: null })).toBe(
      "customerRefunds30d/refundMinor/customer/unknown",
    );
  });

  test("claim what the call counts, of those that the policies name", () => {
    const counts = { refundMinor: 4700, refunds: 1 };
    expect(reservationsOf(definitions, counts, { caseId, customerId }, ["customerRefunds30d", "refundsToday"])).toEqual(
      [
        { key: `customerRefunds30d/refundMinor/customer/${customerId}`, name: "customerRefunds30d", amount: 4700 },
        { key: "refundsToday/refunds/deployment", name: "refundsToday", amount: 1 },
      ],
    );
  });

  test("claim nothing for what the call does not count", () => {
    expect(
      reservationsOf(definitions, { refunds: 0 }, { caseId, customerId }, ["customerRefunds30d", "refundsToday"]),
    ).toEqual([]);
    expect(reservationsOf(definitions, {}, { caseId, customerId }, ["caseRefunds", "unknown"])).toEqual([]);
  });
});
