import { z } from "zod";

/** As RFC 5322 writes it, without the angle brackets. */
export const mailIdSchema = z
  .string()
  .max(200)
  .regex(/^[^\s@<>]+@[^\s@<>]+$/);
export const attachmentSchema = z.strictObject({ name: z.string().min(1).max(120), url: z.url() });

export const mailSchema = z.strictObject({
  messageId: mailIdSchema,
  customerRef: z.string(),
  to: z.email(),
  subject: z.string().min(1).max(200),
  text: z.string().min(1).max(20_000),
  attachments: z.array(attachmentSchema).default([]),
  acceptedAt: z.iso.datetime({ precision: 3 }),
});
export type Mail = z.infer<typeof mailSchema>;

/** By Message-ID. */
export const mailStateSchema = z.strictObject({ messages: z.record(z.string(), mailSchema) });
export type MailState = z.infer<typeof mailStateSchema>;
