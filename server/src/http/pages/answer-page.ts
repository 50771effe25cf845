import { readFileSync } from "node:fs";
import { decisionSchema, errorTable, type PauseView, PurserError } from "@purser/contract";
import type { Hono } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import { whenInShop } from "../../blueprint/sentences/when-in-shop.ts";
import { roleNow } from "../../blueprint/settings/people.ts";
import { type AnswerLink, readAnswerToken } from "../../conversations/pauses/answer-link.ts";
import { type Answering, answerPause } from "../../conversations/pauses/answer-pause.ts";
import type { Desk } from "../../conversations/desk.ts";
import { proposeAgain } from "../../conversations/pauses/propose-again.ts";
import { readPause } from "../../conversations/pauses/read-pause.ts";
import { mayApprove } from "../../guardrails/approver-role.ts";
import type { World } from "../../worker/world.ts";
import { errorFields } from "../../trace/error-fields.ts";

type Services = { desk: Desk; world: Pick<World, "deploymentSecret" | "blueprints" | "log"> };
type Html = ReturnType<typeof html>;

/** No script, nothing from elsewhere, and a form that goes nowhere but here. The address is a secret: no page hears it. */
const headers = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
};

/** The same place seen from the sources and from the build. */
const styleFile = new URL("../../../page/answer.css", import.meta.url);

const formSchema = z.object({
  decision: z.enum([...decisionSchema.extract(["yes", "no"]).options, "again"]),
  reason: z.string().trim().max(2000).default(""),
});

/**
 * The pages behind the links in mails to approvers. Reading one shows what is asked and changes nothing, so a scanner
 * that follows links approves nothing; only its form, sent back, is an answer.
 */
export function serveAnswerPages(app: Hono, services: Services): void {
  const style = readFileSync(styleFile, "utf8");
  app.get("/answer.css", (context) => context.body(style, 200, { "content-type": "text/css; charset=utf-8" }));
  app.get("/answer/:token", async (context) =>
    answered(await pageOf(context.req.param("token"), services, showQuestion)),
  );
  app.post("/answer/:token", async (context) => {
    const form = formSchema.safeParse(await context.req.parseBody().catch(() => null));
    if (!form.success)
      return answered(refused(new PurserError("PUR-2001", "The form says neither yes nor no nor again.")));
    const { decision, reason } = form.data;
    return answered(
      await pageOf(context.req.param("token"), services, (link, pause) =>
        decision === "again"
          ? takeAgain(link, pause, services)
          : takeAnswer(link, pause, { decision, reason }, services),
      ),
    );
  });
}

type Page = { status: number; title: string; body: Html };

async function pageOf(
  token: string,
  services: Services,
  make: (link: AnswerLink, pause: PauseView, services: Services) => Page | Promise<Page>,
): Promise<Page> {
  try {
    const link = readAnswerToken(token, services.desk.tenant, services.world.deploymentSecret);
    if (link === null) return refused(new PurserError("PUR-2143", ""));
    const pause = await readPause(link.pauseId, services.desk);
    return await make(link, pause, services);
  } catch (error) {
    if (error instanceof PurserError) return refused(error);
    services.world.log("error", "answer-page.failed", errorFields(error));
    return refused(new PurserError("PUR-5001", ""));
  }
}

/** What is asked is shown to those alone who may answer it now. */
function refuseUnlessAsked(link: AnswerLink, { mayAnswer }: PauseView, desk: Desk): void {
  const { role } = personOf(link, desk);
  const needed = mayAnswer.kind === "customer" ? null : mayAnswer.role;
  if (role === null || needed === null || !mayApprove(role, needed, desk.isSingleOperator()))
    throw new PurserError("PUR-4004", link.pauseId);
}

async function showQuestion(link: AnswerLink, pause: PauseView, { desk, world }: Services): Promise<Page> {
  refuseUnlessAsked(link, pause, desk);
  const over = await whyOver(link, pause, desk);
  if (over !== null) return over.code === "PUR-4002" ? tooLate(pause) : refused(over);
  const { settings } = world.blueprints.inForce();
  const { people, name } = settings;
  const { title, text, reasons } = pause.shown;
  const body = html`<p>${people[link.personId]?.name ?? link.personId}, ${name} asks for your approval of this:</p>
    <blockquote>${text}</blockquote>
    <ul>
      ${reasons.map((reason) => html`<li>${reason}</li>`)}
    </ul>
    <p>
      Case ${pause.caseId}. It can be answered until ${whenInShop(pause.expiresAt, settings)}. What is done is exactly
      this, judged once more by the guardrails.
    </p>
    <form method="post">
      <label for="reason">Why (for the log, if you like)</label>
      <input id="reason" name="reason" maxlength="2000" autocomplete="off" />
      <button name="decision" value="yes">Approve</button>
      <button name="decision" value="no">Decline</button>
    </form>`;
  return { status: 200, title, body };
}

/** What keeps it from being answered, as far as can be said without trying. */
async function whyOver(link: AnswerLink, { state, digest, expiresAt }: PauseView, { store }: Desk) {
  if (digest !== link.digest) return new PurserError("PUR-4001", "");
  if (state === "answered" || state === "consumed") return new PurserError("PUR-4003", "");
  if (state === "withdrawn" || state === "superseded") return new PurserError("PUR-4006", "");
  return state === "expired" || (await store.now()) >= expiresAt ? new PurserError("PUR-4002", "") : null;
}

async function takeAnswer(
  link: AnswerLink,
  pause: PauseView,
  { decision, reason }: { decision: "yes" | "no"; reason: string },
  { desk }: Services,
): Promise<Page> {
  const { pauseId, digest } = link;
  const { shown } = pause;
  const given = { digest, decision, ...(reason === "" ? {} : { reason }) };
  const late = await answerPause(pauseId, given, personOf(link, desk), desk).then(
    () => false,
    (error: unknown) => {
      if (error instanceof PurserError && error.code === "PUR-4002") return true;
      throw error;
    },
  );
  refuseUnlessAsked(link, pause, desk);
  if (late) return tooLate(pause);
  const body = html`<p>You ${decision === "yes" ? "approved" : "declined"} this:</p>
    <blockquote>${shown.text}</blockquote>
    <p>It is on record. You can close this page.</p>`;
  return { status: 200, title: decision === "yes" ? "Approved" : "Declined", body };
}

/** What was asked too long ago for an answer can still be proposed anew: nothing is done by it, and it is asked about anew. */
function tooLate({ shown }: PauseView): Page {
  const { status, happened, kept } = errorTable["PUR-4002"];
  const body = html`<p>${kept}</p>
    <p>It was about this:</p>
    <blockquote>${shown.text}</blockquote>
    <p>
      If it should be done all the same, it can be proposed again. That approves nothing: it is judged over facts that
      are read anew, and whoever has to approve it then is asked again.
    </p>
    <form method="post"><button name="decision" value="again">Propose it again</button></form>
    <p>PUR-4002</p>`;
  return { status, title: happened, body };
}

async function takeAgain(link: AnswerLink, { digest, shown }: PauseView, { desk }: Services): Promise<Page> {
  if (digest !== link.digest) return refused(new PurserError("PUR-4001", ""));
  await proposeAgain(link.pauseId, personOf(link, desk), desk);
  const body = html`<p>This is proposed again:</p>
    <blockquote>${shown.text}</blockquote>
    <p>
      Nothing is approved by that: whoever has to approve it is asked anew. Where people have the case by now it is your
      proposal, and somebody else approves it.
    </p>`;
  return { status: 200, title: "Proposed again", body };
}

/** The person whose link it is, with the role that they have now. */
function personOf({ personId }: AnswerLink, desk: Desk): Answering {
  const role = roleNow(desk.people(), personId, null);
  return { kind: "teammate", id: personId, role, authenticated: "mail-link", surface: "mail-link" };
}

function refused({ code }: PurserError): Page {
  const { status, happened, kept, todo } = errorTable[code];
  return {
    status,
    title: happened,
    body: html`<p>${kept}</p>
      <p>${todo}</p>
      <p>${code}</p>`,
  };
}

async function answered({ status, title, body }: Page): Promise<Response> {
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/answer.css" />
      </head>
      <body>
        <h1>${title}</h1>
        ${body}
      </body>
    </html>`;
  return new Response(String(page), { status, headers: { ...headers, "content-type": "text/html; charset=utf-8" } });
}
