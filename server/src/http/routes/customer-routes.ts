import { eraseCustomerRequestSchema, type ErasureReport, PurserError } from "@purser/contract";
import { z } from "zod";
import { eraseCustomer, planErasure } from "../../conversations/erase-customer.ts";
import { type Route, defineRoute, json, noFields } from "../route.ts";

const eraseOne = defineRoute({
  method: "post",
  path: "/v1/customers/{customer}/erase",
  operationId: "eraseCustomer",
  summary: "Erase a customer and what her cases say; with dryRun tell what that is and what stands in the way",
  tag: "customers",
  pathSchema: z.object({ customer: z.string().min(1).max(200) }),
  querySchema: noFields,
  body: { name: "EraseCustomerRequest", schema: eraseCustomerRequestSchema },
  answers: [{ status: 200, schema: "ErasureReport", about: "What was, or with dryRun would be, erased." }],
  problems: ["PUR-2002", "PUR-2006", "PUR-2007", "PUR-2183"],
  handle: async ({ path: { customer }, body, caller }, { desk }) => {
    if (caller.role !== "lead" && caller.role !== "admin")
      throw new PurserError("PUR-2007", "Only a lead or an admin can erase a customer.");
    if (body.dryRun) return json<ErasureReport>(await planErasure(customer, desk));
    if (body.confirm !== customer)
      throw new PurserError("PUR-2183", "confirm must name the customer once more, as the path does.");
    return json<ErasureReport>(await eraseCustomer(customer, { by: caller.id, legalBasis: body.legalBasis }, desk));
  },
});

export const customerRoutes: readonly Route[] = [eraseOne];
