import { type CaseId, epochMsOf, type Instant } from "@purser/contract";
import { type CaseSpan, traceIdOf } from "../trace/case-spans.ts";

export type SpansOfCase = { caseId: CaseId; spans: readonly CaseSpan[] };

const internalKind = 1;
const errorStatus = 2;

/** What a collector takes at `/v1/traces`, in the JSON form of OTLP 1. */
export function otlpTraces(cases: readonly SpansOfCase[], service: { name: string; version: string }): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ "service.name": service.name, "service.version": service.version }) },
        scopeSpans: [
          {
            scope: { name: "purser", version: service.version },
            spans: cases.flatMap(({ caseId, spans }) => spans.map((span) => otlpSpan(traceIdOf(caseId), span))),
          },
        ],
      },
    ],
  };
}

function otlpSpan(traceId: string, span: CaseSpan): object {
  const { spanId, parentId, name, from, to, outcome, isFailure, attributes } = span;
  return {
    traceId,
    spanId,
    ...(parentId === null ? {} : { parentSpanId: parentId }),
    name,
    kind: internalKind,
    startTimeUnixNano: nanosecondsOf(from),
    endTimeUnixNano: nanosecondsOf(to),
    attributes: attributesOf({ ...prefixed(attributes), "purser.outcome": outcome }),
    ...(isFailure ? { status: { code: errorStatus } } : {}),
  };
}

/** As text: the number is larger than a number in JSON holds. */
function nanosecondsOf(at: Instant): string {
  return `${epochMsOf(at)}000000`;
}

function prefixed(attributes: CaseSpan["attributes"]): CaseSpan["attributes"] {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`purser.${name}`, value]));
}

function attributesOf(attributes: CaseSpan["attributes"]): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: string | number | boolean): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
