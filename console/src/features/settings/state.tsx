import {
  type DeploymentState,
  type MissingSetting,
  type Readiness,
  type SystemState,
  deploymentStateSchema,
} from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { read } from "../../lib/api.ts";
import { Time } from "../../lib/time.tsx";
import { wordsOf } from "../../lib/words.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Failed, Loading } from "../../ui/states.tsx";
import { SettingsFrame } from "./settings-frame.tsx";

/** How what the deployment is connected with is doing; asked again while the page is open. */
export function State() {
  const state = useQuery({
    queryKey: ["deployment-state"],
    queryFn: ({ signal }) => read(deploymentStateSchema, "/v1/settings/state", signal),
    refetchInterval: 15_000,
  });
  return (
    <SettingsFrame name="State">
      {state.isPending ? (
        <Loading what="the state" />
      ) : state.isError ? (
        <Failed error={state.error} onRetry={() => void state.refetch()} />
      ) : (
        <Parts state={state.data} />
      )}
    </SettingsFrame>
  );
}

function Parts({ state }: { state: DeploymentState }) {
  return (
    <div className="flex max-w-4xl flex-col gap-8">
      <Part title="Systems of record" isEmpty={state.systems.length === 0} none="The blueprint is connected with none.">
        {state.systems.map((system) => (
          <SystemRow key={system.name} system={system} />
        ))}
      </Part>
      <Part title="Channels" isEmpty={state.channels.length === 0} none="The blueprint names none.">
        {state.channels.map(({ name, highestLevel, openedLastDay, openedLastWeek }) => (
          <Row key={name} name={wordsOf(name)} badge={<Quiet opened={openedLastWeek} />}>
            {openedLastDay} {openedLastDay === 1 ? "case" : "cases"} in the last day, {openedLastWeek} in the last week.
            Customers show who they are up to level {highestLevel}.
          </Row>
        ))}
      </Part>
      <Part title="Models" isEmpty={state.models.length === 0} none="None: the rules do it alone.">
        {state.models.map(({ size, name, isAnswering, since, why }) => (
          <Row key={`${size} ${name}`} name={`${name} (${size})`} badge={<Health isGood={isAnswering} />}>
            {since === null ? (
              "It answers."
            ) : (
              <>
                It has not answered since <Time at={since} form="moment" />: {why} Rules go on; what they cannot do
                waits or is given to people.
              </>
            )}
          </Row>
        ))}
      </Part>
      <Part title="Mail out" isEmpty={false} none="">
        <Mail mail={state.mail} />
      </Part>
      <Part title="The deployment itself" isEmpty={false} none="">
        {checks.map(({ of, name, good }) => {
          const { ok, reason } = state.readiness.checks[of];
          return (
            <Row key={of} name={name} badge={<Health isGood={ok} />}>
              {reason ?? good}
            </Row>
          );
        })}
      </Part>
    </div>
  );
}

const checks: readonly { of: keyof Readiness["checks"]; name: string; good: string }[] = [
  { of: "database", name: "Database", good: "It answers." },
  { of: "writing", name: "Writing", good: "What is acknowledged is kept." },
  { of: "schema", name: "Schema", good: "It is the one of this release." },
  { of: "worker", name: "Worker", good: "It is at work." },
  { of: "disk", name: "Disk", good: "It has room." },
];

function Part(props: { title: string; isEmpty: boolean; none: string; children: ReactNode }) {
  const { title, isEmpty, none, children } = props;
  return (
    <section aria-label={title}>
      <h2 className="mb-1 font-semibold">{title}</h2>
      {isEmpty ? <p className="text-muted">{none}</p> : <ul>{children}</ul>}
    </section>
  );
}

function Row({ name, badge, children }: { name: string; badge: ReactNode; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-b py-2.5 md:grid-cols-[12rem_minmax(0,1fr)_auto]">
      <span className="font-medium">{name}</span>
      <span className="col-start-2 row-start-1 md:col-start-3">{badge}</span>
      <div className="col-span-2 text-muted md:col-span-1 md:col-start-2 md:row-start-1">{children}</div>
    </li>
  );
}

function Health({ isGood }: { isGood: boolean }) {
  return isGood ? <Badge tone="good">Works</Badge> : <Badge tone="bad">Does not</Badge>;
}

function Quiet({ opened }: { opened: number }) {
  return opened === 0 ? <Badge>Quiet</Badge> : <Badge tone="good">In use</Badge>;
}

const reaches: Readonly<Record<SystemState["reach"], { words: string; tone: Tone }>> = {
  reachable: { words: "Reachable", tone: "good" },
  unreachable: { words: "Not reachable", tone: "bad" },
  "no-address": { words: "No address", tone: "warn" },
};

function SystemRow({ system }: { system: SystemState }) {
  const { name, kind, reach, since, lastAnswerAt, why, calls, missing } = system;
  const { words, tone } = reaches[reach];
  return (
    <Row name={`${name}${kind === "http" ? "" : ` (${kinds[kind]})`}`} badge={<Badge tone={tone}>{words}</Badge>}>
      {reach === "no-address" ? (
        <p>{why}</p>
      ) : (
        <p>
          {reach === "reachable" ? "Reachable" : "Not reachable"} since <Time at={since} form="moment" />
          {lastAnswerAt === null ? (
            ", no answer yet"
          ) : (
            <>
              , last answer <Time at={lastAnswerAt} />
            </>
          )}
          . {callsText(calls)}
        </p>
      )}
      {reach === "unreachable" ? <p className="text-bad">{why}</p> : null}
      {missing.map((each) => (
        <p key={`${each.what} ${each.name}`} className="text-warn">
          {missingText(each)}
        </p>
      ))}
    </Row>
  );
}

const kinds = { mcp: "MCP server", openapi: "OpenAPI" } as const;

function callsText({ made, failed }: SystemState["calls"]): string {
  if (made === 0) return "No calls in the last hour.";
  const calls = `${made} ${made === 1 ? "call" : "calls"} in the last hour`;
  return failed === 0 ? `${calls}, none failed.` : `${calls}, ${failed} failed.`;
}

function missingText({ what, name }: MissingSetting): string {
  if (what === "secret") return `The secret ${name ?? ""} is missing: purser secrets set ${name ?? ""}.`;
  if (what === "webhook-secret") return `${name ?? ""} is not set: its webhooks are refused.`;
  return name === null ? "connections.yaml has no url for it." : `${name} is not set.`;
}

function Mail({ mail: { state, missing } }: { mail: DeploymentState["mail"] }) {
  if (state === "on")
    return (
      <Row name="Mail to approvers" badge={<Badge tone="good">On</Badge>}>
        Approvals are mailed to whom the blueprint has an address of.
      </Row>
    );
  if (state === "unused")
    return (
      <Row name="Mail to approvers" badge={<Badge>Not used</Badge>}>
        blueprint.yaml has no mail: approvals wait in the desk.
      </Row>
    );
  return (
    <Row name="Mail to approvers" badge={<Badge tone="warn">Off</Badge>}>
      <p className="text-warn">{missing.join(", ")} is not set: no mail is sent.</p>
    </Row>
  );
}
