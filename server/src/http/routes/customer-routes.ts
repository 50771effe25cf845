import {
  type CustomerExport,
  type CustomerFile,
  type CustomerRecord,
  customerRequestSchema,
  endRecordRequestSchema,
  eraseCustomerRequestSchema,
  type ErasureReport,
  type ErrorCode,
  PurserError,
  setHoldRequestSchema,
} from "@purser/contract";
import { z } from "zod";
import {
  makeRequest,
  readCustomerFile,
  releaseHold,
  setHold,
  withdrawRequest,
} from "../../conversations/customers/customer-file.ts";
import { eraseCustomer, planErasure } from "../../conversations/customers/erase-customer.ts";
import { exportCustomer } from "../../conversations/customers/export-customer.ts";
import { eventViewOf } from "../case-view.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";

const customerPath = z.object({ customer: z.string().min(1).max(200) });
const recordPath = customerPath.extend({ number: z.coerce.number().int().positive() });
const end = { name: "EndRecordRequest", schema: endRecordRequestSchema } as const;
const problems: readonly ErrorCode[] = ["PUR-2002", "PUR-2006", "PUR-2007"];
const described = { tag: "customers", querySchema: noFields } as const;

const readFile = defineRoute({
  ...described,
  method: "get",
  path: "/v1/customers/{customer}",
  operationId: "readCustomerFile",
  summary: "Read what is on record of a customer: holds, and who asked to erase or export her and who did it",
  pathSchema: customerPath,
  body: noBody,
  answers: [{ status: 200, schema: "CustomerFile", about: "Her records, and which of them stand now." }],
  problems,
  handle: async ({ path: { customer }, caller }, { desk }) =>
    json<CustomerFile>(await readCustomerFile(customer, caller, desk)),
});

const hold = defineRoute({
  ...described,
  method: "post",
  path: "/v1/customers/{customer}/holds",
  operationId: "setHold",
  summary: "Forbid to erase a customer, on a named basis",
  pathSchema: customerPath,
  body: { name: "SetHoldRequest", schema: setHoldRequestSchema },
  answers: [{ status: 201, schema: "CustomerRecord", about: "The hold, or the one that stands on this basis." }],
  problems,
  handle: async ({ path: { customer }, body: { basis, until = null }, caller }, { desk }) =>
    json<CustomerRecord>(await setHold(customer, { basis, until }, caller, desk), 201),
});

const release = defineRoute({
  ...described,
  method: "post",
  path: "/v1/customers/{customer}/holds/{number}/release",
  operationId: "releaseHold",
  summary: "Release a hold",
  pathSchema: recordPath,
  body: end,
  answers: [{ status: 200, schema: "CustomerRecord", about: "The release." }],
  problems: [...problems, "PUR-2173"],
  handle: async ({ path: { customer, number }, body: { reason }, caller }, { desk }) =>
    json<CustomerRecord>(await releaseHold(customer, { hold: number, reason }, caller, desk)),
});

const request = defineRoute({
  ...described,
  method: "post",
  path: "/v1/customers/{customer}/requests",
  operationId: "requestForCustomer",
  summary: "Ask that a customer be erased or exported; an admin who is somebody else does it",
  pathSchema: customerPath,
  body: { name: "CustomerRequest", schema: customerRequestSchema },
  answers: [{ status: 201, schema: "CustomerRecord", about: "The request, or the open one of this person." }],
  problems,
  handle: async ({ path: { customer }, body, caller }, { desk }) =>
    json<CustomerRecord>(await makeRequest(customer, body, caller, desk), 201),
});

const withdraw = defineRoute({
  ...described,
  method: "post",
  path: "/v1/customers/{customer}/requests/{number}/withdraw",
  operationId: "withdrawRequest",
  summary: "Withdraw a request that is open",
  pathSchema: recordPath,
  body: end,
  answers: [{ status: 200, schema: "CustomerRecord", about: "The withdrawal." }],
  problems: [...problems, "PUR-2173"],
  handle: async ({ path: { customer, number }, body: { reason }, caller }, { desk }) =>
    json<CustomerRecord>(await withdrawRequest(customer, { request: number, reason }, caller, desk)),
});

const eraseOne = defineRoute({
  ...described,
  method: "post",
  path: "/v1/customers/{customer}/erase",
  operationId: "eraseCustomer",
  summary: "Erase a customer and what her cases say; with dryRun tell what that is and what stands in the way",
  pathSchema: customerPath,
  body: { name: "EraseCustomerRequest", schema: eraseCustomerRequestSchema },
  answers: [{ status: 200, schema: "ErasureReport", about: "What was, or with dryRun would be, erased." }],
  problems: [...problems, "PUR-2170", "PUR-2171", "PUR-2172", "PUR-2183"],
  handle: async ({ path: { customer }, body, caller }, { desk }) => {
    if (body.dryRun) return json<ErasureReport>(await planErasure(customer, caller, desk));
    if (body.confirm !== customer)
      throw new PurserError("PUR-2183", "confirm must name the customer once more, as the path does.");
    return json<ErasureReport>(await eraseCustomer(customer, caller, desk));
  },
});

const exportOne = defineRoute({
  ...described,
  method: "post",
  path: "/v1/customers/{customer}/export",
  operationId: "exportCustomer",
  summary: "Read all that the cases of a customer say, once for each request",
  pathSchema: customerPath,
  body: noBody,
  answers: [{ status: 200, schema: "CustomerExport", about: "Her cases with their events." }],
  problems: [...problems, "PUR-2171", "PUR-2172"],
  handle: async ({ path: { customer }, caller }, { desk }) => {
    const { customerId, cases, unreadable } = await exportCustomer(customer, caller, desk);
    const views = cases.map(({ caseId, rows }) => ({ caseId, events: rows.map(eventViewOf) }));
    return json<CustomerExport>({ customerId, cases: views, unreadable: [...unreadable] });
  },
});

export const customerRoutes: readonly Route[] = [readFile, hold, release, request, withdraw, eraseOne, exportOne];
