import { answeredPauseSchema, pausePageSchema, pauseViewSchema, proposedAgainSchema } from "@purser/contract";
import type { Command } from "commander";
import { z } from "zod";
import { type ApiClient, addClientOptions, clientOptionsSchema, openClient } from "../api-client.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";

const answerOptionsSchema = clientOptionsSchema.extend({
  yes: z.boolean().default(false),
  no: z.boolean().default(false),
  again: z.boolean().default(false),
  reason: z.string().optional(),
  as: z.string().optional(),
});

/** Adds `purser pauses` and `purser answer`. */
export function registerPauses(program: Command, runtime: Runtime, terminal: Terminal): void {
  const pauses = program.command("pauses").description("list what waits for an answer, with what each asks");
  addClientOptions(pauses).action(async () => {
    const options = clientOptionsSchema.parse(pauses.opts());
    const open = await readOpen(openClient(options, runtime));
    if (options.json) return terminal.print(JSON.stringify({ pauses: open }));
    if (open.length === 0) terminal.print("Nothing waits for an answer that this key may see.");
    for (const pause of open) for (const line of linesOf(pause)) terminal.print(line);
  });
  const answer = program
    .command("answer")
    .description("answer a pause; what is then done is what the pause shows, judged once more")
    .argument("<pause>", "its id")
    .option("--yes", "let it happen")
    .option("--no", "do not let it happen")
    .option("--again", "of one that has expired: propose anew what it was about")
    .option("--reason <text>", "why, for the log")
    .option("--as <who>", "customer: pass on what the customer of the case said");
  addClientOptions(answer).action(async (pauseId: string) => {
    const options = answerOptionsSchema.parse(answer.opts());
    const { yes, no, again, reason, as } = options;
    if ([yes, no, again].filter(Boolean).length !== 1)
      answer.error("error: say --yes, --no or --again", { exitCode: 2 });
    const client = openClient(options, runtime);
    const path = `/v1/pauses/${encodeURIComponent(pauseId)}`;
    if (again) {
      const proposed = await client.post(`${path}/propose-again`, as === undefined ? {} : { as }, proposedAgainSchema);
      return terminal.print(
        options.json
          ? JSON.stringify(proposed)
          : `Proposed anew; purser pauses shows what it asks (${proposed.caseId}).`,
      );
    }
    const { digest, shown } = await client.get(path, pauseViewSchema);
    const body = {
      digest,
      decision: yes ? "yes" : "no",
      surface: "cli",
      ...(reason === undefined ? {} : { reason }),
      ...(as === undefined ? {} : { as }),
    };
    const answered = await client.post(`${path}/answer`, body, answeredPauseSchema);
    terminal.print(
      options.json ? JSON.stringify(answered) : `Answered ${yes ? "yes" : "no"} to: ${shown.text} (${answered.caseId})`,
    );
  });
}

/** A pause that is answered between the two readings is still shown, in its new state. */
async function readOpen(client: ApiClient) {
  const { pauses } = await client.get("/v1/pauses", pausePageSchema);
  return Promise.all(pauses.map(({ pauseId }) => client.get(`/v1/pauses/${pauseId}`, pauseViewSchema)));
}

function linesOf({ pauseId, caseId, shown, mayAnswer, expiresAt }: z.infer<typeof pauseViewSchema>): string[] {
  const who = mayAnswer.kind === "customer" ? "the customer" : `a person with the role ${mayAnswer.role}`;
  return [
    `${pauseId}  ${shown.title}`,
    `  ${shown.text}`,
    ...shown.reasons.map((reason) => `  Because: ${reason}`),
    `  For ${who}, until ${expiresAt}, in ${caseId}`,
  ];
}
