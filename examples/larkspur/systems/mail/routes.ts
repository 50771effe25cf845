import { z } from "zod";
import { putRecord, recordsOf } from "../customer-records.ts";
import { customerRead, nothingSchema, write, type Route, type Surroundings } from "../route.ts";
import { mailIdSchema, mailSchema, type Mail, type MailState } from "./data.ts";

const readMessages = customerRead({
  path: "/messages",
  pathValues: nothingSchema,
  query: z.strictObject({ messageId: mailIdSchema.exactOptional() }),
  find({ query, customerRef }, { state }: Surroundings<MailState>) {
    const messages = recordsOf(state.messages, customerRef).filter(
      (mail) => query.messageId === undefined || mail.messageId === query.messageId,
    );
    return { kind: "found", body: { messages } };
  },
});

/** The Message-ID is the key: one that was accepted before is accepted again and not sent again, whatever it says. */
const sendMessage = write({
  method: "POST",
  path: "/messages",
  operation: "sent",
  pathValues: nothingSchema,
  body: mailSchema.omit({ customerRef: true, acceptedAt: true }),
  object: ({ body }) => body.messageId,
  perform({ body, customerRef }, { state, now }: Surroundings<MailState>) {
    const { messageId } = body;
    if (state.messages[messageId] !== undefined)
      return { kind: "noop", status: 202, body: { messageId, accepted: true }, object: messageId, code: null };
    const mail: Mail = { ...body, customerRef, acceptedAt: new Date(now).toISOString() };
    putRecord(state.messages, messageId, mail);
    return { kind: "effect", status: 202, body: { messageId, accepted: true }, object: messageId, result: null };
  },
});

export const mailRoutes: readonly Route<MailState>[] = [readMessages, sendMessage];
