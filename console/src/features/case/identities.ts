import { type EventView, type Instant, eventBodySchemas } from "@purser/contract";

/** One of the ways in which somebody is known in a case, and what speaks for it being she. */
export type Identity = {
  key: string;
  name: string;
  proof: string;
  isProved: boolean;
  at: Instant;
  until: Instant | null;
};

const proofs: Readonly<Record<string, string>> = {
  "site-token": "The shop's site said that she has logged in",
  code: "A code that was mailed to her was typed in right",
  "api-key": "A program that may speak for her said so",
  login: "She has logged in",
  token: "She has logged in",
};

/** Whom the case has got to know, in the order in which it did; of each the last that was proved. */
export function identitiesIn(events: readonly EventView[]): Identity[] {
  const found = new Map<string, Identity>();
  const note = (identity: Omit<Identity, "at">, at: Instant): void => {
    found.set(identity.key, { ...identity, at: found.get(identity.key)?.at ?? at });
  };
  let ref: string | null = null;
  const addresses = new Map<string, string>();
  for (const { kind, body, at } of events) {
    if (kind === "case.opened") {
      const { data } = eventBodySchemas[kind].safeParse(body);
      ref = data?.customerRef ?? ref;
      if (data !== undefined) note(writerOn(data.channel), at);
    } else if (kind === "message.received") {
      const { data } = eventBodySchemas[kind].safeParse(body);
      if (data?.sender.kind === "customer") note(writerOn(data.channel), at);
    } else if (kind === "identity.changed") {
      const { data } = eventBodySchemas[kind].safeParse(body);
      if (data === undefined) continue;
      ref = data.customer?.ref ?? ref;
      const known = { key: "record", name: ref ?? "A customer", isProved: data.level > 0, until: data.expiresAt };
      note(
        { ...known, proof: data.level === 0 ? "No longer shown" : (proofs[data.method] ?? `By ${data.method}`) },
        at,
      );
    } else if (kind === "code.requested") {
      const { data } = eventBodySchemas[kind].safeParse(body);
      if (data?.address === undefined) continue;
      addresses.set(data.requestId, data.address);
      note({ ...mailbox(data.address), proof: "She named it; nothing proves it", isProved: false }, at);
    } else if (kind === "code.tried") {
      const { data } = eventBodySchemas[kind].safeParse(body);
      const address = data === undefined ? undefined : addresses.get(data.requestId);
      if (data?.isRight === true && address !== undefined)
        note({ ...mailbox(address), proof: "She typed in the code that was mailed there", isProved: true }, at);
    }
  }
  return [...found.values()];
}

function mailbox(address: string) {
  return { key: `mail ${address}`, name: address, until: null };
}

const writers: Readonly<Record<string, string>> = {
  chat: "Visitor of the chat",
  email: "Mail",
  mail: "Mail",
  phone: "Phone",
  sms: "Text messages",
};

function writerOn(channel: string): Omit<Identity, "at"> {
  const proof = "She writes from there; it proves nothing by itself";
  return { key: `channel ${channel}`, name: writers[channel] ?? channel, proof, isProved: false, until: null };
}
