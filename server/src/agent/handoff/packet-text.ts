import { epochMsOf, type HandoffPacket, type Instant } from "@purser/contract";
import { plural, sentence, valueText } from "../../trace/value-text.ts";

/** The packet as a teammate reads it who decides in a minute: what it is about first, details below. */
export function packetText(packet: HandoffPacket, now: Instant): string[] {
  const { trigger, topic, why, wants, known, done, open, promises, suggestion, sentiment, files = [] } = packet;
  return [
    `Why: ${sentence(why)} (${trigger}${topic === null ? "" : `, ${topic}`})`,
    `Wants: ${wants === "" ? "nothing that is known." : sentence(wants)}`,
    `Next: ${sentence(suggestion.text)}`,
    ...(suggestion.call === null ? [] : [`  ${suggestion.call.tool} ${JSON.stringify(suggestion.call.args)}`]),
    ...listed(
      "Promised",
      promises.map(
        ({ text, until }) =>
          `${text}${until === null ? "" : ` (by ${until}${until < now ? ", which has passed" : ""})`}`,
      ),
    ),
    ...listed(
      "Files from her",
      files.map(({ name, type }) => `${name} (${type})`),
    ),
    ...listed("Open", open),
    ...listed("Done", done),
    ...listed(
      "Known",
      known.map(({ name, value, source, at }) => `${name}: ${valueText(value)} (from ${source}, ${ageOf(at, now)})`),
    ),
    `Mood: ${moodOf(sentiment)}`,
  ];
}

function listed(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${title}:`, ...items.map((item) => `  - ${item}`)];
}

function moodOf({ isFrustrated, frustratedMessages, messages }: HandoffPacket["sentiment"]): string {
  if (messages === 0) return "not known.";
  const count = `${frustratedMessages} of ${plural(messages, "message")} sounded angry or worn out`;
  return isFrustrated ? `frustrated; ${count}.` : frustratedMessages === 0 ? "calm." : `calm again; ${count}.`;
}

const units = [
  { name: "day", ms: 86_400_000 },
  { name: "hour", ms: 3_600_000 },
  { name: "minute", ms: 60_000 },
] as const;

function ageOf(at: Instant, now: Instant): string {
  const ageMs = epochMsOf(now) - epochMsOf(at);
  const unit = units.find(({ ms }) => ageMs >= ms);
  return unit === undefined ? "just now" : `${plural(Math.floor(ageMs / unit.ms), unit.name)} ago`;
}
