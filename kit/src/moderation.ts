/** What a service says of a text: the categories that it is in, none for a text that is fine. */
export type ModerationAnswer = { kind: "answered"; categories: readonly string[] } | { kind: "failed"; detail: string };

/** The port of a moderation service. It never throws, and ends by itself within some seconds. */
export type ModerationService = { name: string; classify: (text: string) => Promise<ModerationAnswer> };
