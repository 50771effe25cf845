/** A mail of plain text. None of its fields holds a line break but the text. */
export type Mail = {
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  /** Without the angle brackets. The same mail has the same one whenever it is sent, so that a second copy can be known. */
  messageId: string;
};

/**
 * What became of a mail.
 *
 * - `accepted`: the mail system has it.
 * - `refused`: it will never take it, such as for an address that does not exist.
 * - `notSent`: it cannot be reached or will not take it now; nothing was sent.
 * - `unknown`: it was sent, and whether it was taken nobody knows.
 */
export type MailResult = { kind: "accepted" | "refused" | "notSent" | "unknown"; detail: string };

/** The way to a mail system. An implementation never throws for what the network does, and always answers within a minute. */
export type Mailer = { send: (mail: Mail) => Promise<MailResult> };
