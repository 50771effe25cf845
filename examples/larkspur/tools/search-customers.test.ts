import { describe, expect, test } from "vitest";
import { clearlyNamed, rankCustomers } from "./search-customers.ts";

const customers = [
  { customerRef: "LC-1001", name: "Hannah Müller" },
  { customerRef: "LC-1002", name: "Joan Miller" },
  { customerRef: "LC-1003", name: "Robin Doe" },
  { customerRef: "LC-1004", name: "Mary Ann Whitfield" },
  { customerRef: "LC-1005", name: "Dana Reyes" },
  { customerRef: "LC-1006", name: "Dana Reyes" },
];
const meant = (name: string) => clearlyNamed(rankCustomers(customers, name));

describe("a customer who is looked for by her name", () => {
  test.each([
    ["Hannah Müller", "LC-1001", 1],
    ["hannah mueller", "LC-1001", 1],
    ["Müller, Hannah", "LC-1001", 0.95],
    ["Hanna Muller", "LC-1001", 0.9],
    ["Hanah Mulelr", "LC-1001", 0.85],
    ["Mary Whitfield", "LC-1004", 0.9],
    ["Joan A. Miller", "LC-1002", 0.9],
    ["Mary Ann Witfeild", "LC-1004", 0.85],
  ])("is found as %s", (name, customerRef, confidence) => {
    expect(meant(name)?.customerRef).toBe(customerRef);
    expect(meant(name)?.confidence).toBeCloseTo(confidence);
  });

  test.each(["Dana Reyes", "Dana Reyse", "H. Müller", "Bob Doe", "Hannah", "Someone Else", ""])(
    "is nobody in particular as %s",
    (name) => {
      expect(meant(name)).toBeNull();
    },
  );
});
