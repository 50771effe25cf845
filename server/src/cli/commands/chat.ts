import { setTimeout as delay } from "node:timers/promises";
import { type ErrorCode, type EventView, PurserError } from "@purser/contract";
import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { signLoginToken } from "../../http/visitors/login-token.ts";
import { addClientOptions, clientOptionsSchema } from "../api-client.ts";
import { replyIn } from "../case-follower.ts";
import { Chat, type Opening } from "../chat.ts";
import { findProject } from "../find-project.ts";
import { readLines } from "../input-lines.ts";
import { readSiteKey } from "../key-files.ts";
import { printError } from "../print-error.ts";
import { type ReachedServer, withServer } from "../reach-server.ts";
import type { Runtime } from "../runtime.ts";
import type { Terminal } from "../terminal.ts";

const levels = ["0", "1", "2", "3"] as const;
const optionsSchema = clientOptionsSchema.extend({ as: z.string().optional(), level: z.enum(levels).optional() });
type ChatOptions = z.infer<typeof optionsSchema>;

const lookEveryMs = 60;

/** Adds `purser chat`. */
export function registerChat(program: Command, runtime: Runtime, terminal: Terminal): void {
  const command = program
    .command("chat")
    .description("talk to the agent as a customer: each line of the standard input is a message of hers")
    .option("--as <email>", "who writes, by her e-mail address or her id in the systems of record; else nobody known")
    .option(
      "--level <level>",
      "how she has shown who she is: 0 not at all, 1 a contact, 2 a login (the default), 3 a fresh one",
      readLevel,
    );
  addClientOptions(command).action(async () => {
    const options = optionsSchema.parse(command.opts());
    const { as, level = "0" } = options;
    if (as === undefined && level !== "0") command.error("error: say who writes with --as", { exitCode: 2 });
    await withServer(options, runtime, terminal, (server) => converse(options, server, runtime, terminal));
  });
}

/** The next line goes in when the case has become quiet, so that piped lines are a conversation. */
async function converse(
  options: ChatOptions,
  { client, isStopped }: ReachedServer,
  runtime: Runtime,
  terminal: Terminal,
): Promise<void> {
  const lines = readLines(process.stdin);
  const chat = new Chat(client, openingOf(options, runtime), (event) => showEvent(event, options, terminal));
  if (process.stdin.isTTY) terminal.note("Write a line; Ctrl-D ends the conversation.");
  try {
    for (;;) {
      const isQuiet = await chat.look();
      if (isStopped() || (isQuiet && lines.isOver())) break;
      const line = isQuiet ? lines.take() : null;
      if (line === null) await delay(lookEveryMs);
      else await send(line, chat, options, terminal);
    }
  } finally {
    lines.close();
  }
  const { about } = chat;
  if (about !== null && !options.json) terminal.note(`${about.caseId} is ${about.status}: purser why ${about.caseId}`);
}

/** A later line that cannot be a message is told of, and the conversation goes on. */
async function send(line: string, chat: Chat, options: ChatOptions, terminal: Terminal): Promise<void> {
  try {
    await chat.say(line);
  } catch (error) {
    if (!(error instanceof PurserError) || !ofOneLine.includes(error.code) || chat.about === null) throw error;
    printError(error, terminal, { isJson: options.json, isVerbose: options.verbose });
  }
}

/** It cannot be a message, or comes too soon: after her cases of this hour a line may still go on with the one that is open. */
const ofOneLine: readonly ErrorCode[] = ["PUR-2001", "PUR-2003", "PUR-2167", "PUR-2168"];

/** At level 0 nobody is named: she is whoever she then shows to be. From level 2 on the site's own token says it. */
function openingOf(options: ChatOptions, runtime: Runtime): Opening {
  const { as: customer, level = customer === undefined ? "0" : "2" } = options;
  if (customer === undefined || level === "0") return () => ({ level: 0 });
  if (level === "1") return () => ({ customer, level: 1 });
  const siteKey = runtime.environment.siteKey ?? readSiteKey(findProject(options, process.cwd()).data);
  return () => ({ token: signLoginToken({ customer, isFreshLogin: level === "3", nowMs: Date.now() }, siteKey) });
}

function showEvent(event: EventView, { json }: ChatOptions, terminal: Terminal): void {
  const reply = replyIn(event);
  if (json) terminal.print(JSON.stringify(event));
  else if (reply !== null) terminal.print(reply);
}

function readLevel(text: string): string {
  if (!levels.some((level) => level === text)) throw new InvalidArgumentError("A level is 0, 1, 2 or 3.");
  return text;
}
