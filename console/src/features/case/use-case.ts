import {
  type EventView,
  type Why,
  casePageSchema,
  caseViewSchema,
  eventBodySchemas,
  eventViewSchema,
  whySchema,
} from "@purser/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { z } from "zod";
import { post, read, withQuery } from "../../lib/api.ts";
import { useLive } from "../../lib/live.ts";

const gatherMs = 50;
const progressSchema = z.object({ doing: z.string() });
const typingSchema = z.object({ teammateId: z.string() });
/** Whoever types says so every three seconds; who was not heard of for longer does no more. */
const writesForMs = 7_000;

export const caseKey = (caseId: string) => ["case", caseId] as const;

/** A case as it stands, its log as it grows, and each event in sentences. */
export function useCase(caseId: string) {
  const client = useQueryClient();
  const view = useQuery({
    queryKey: caseKey(caseId),
    queryFn: ({ signal }) => read(caseViewSchema, `/v1/cases/${caseId}`, signal),
  });
  const why = useQuery({
    queryKey: [...caseKey(caseId), "why"],
    queryFn: ({ signal }) => read(whySchema, `/v1/cases/${caseId}/why`, signal),
  });
  // At once, and not only when the view is there: what was said is what whoever opens a case waits for.
  const log = useLog(view.isError ? null : caseId, () => void client.invalidateQueries({ queryKey: caseKey(caseId) }));
  const sentences = useMemo(() => sentencesOf(why.data), [why.data]);
  return { view, sentences, ...log };
}

function sentencesOf(why: Why | undefined): ReadonlyMap<number, readonly string[]> {
  return new Map(why?.explanations.map(({ seq, sentences }) => [seq, sentences]) ?? []);
}

/** The events of a case, each once and in order, and what is being done for it just now. */
function useLog(caseId: string | null, onNews: () => void) {
  const [events, setEvents] = useState<readonly EventView[]>([]);
  const [doing, setDoing] = useState<string | null>(null);
  const gathered = useRef<EventView[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    setEvents([]);
    return () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
      gathered.current = [];
    };
  }, [caseId]);
  const note = (data: unknown): void => {
    gathered.current.push(eventViewSchema.parse(data));
    timer.current ??= setTimeout(() => {
      const news = gathered.current.splice(0);
      timer.current = null;
      setDoing(null);
      setEvents((known) => inOrder([...known, ...news]));
      onNews();
    }, gatherMs);
  };
  const typing = useWriters(caseId);
  const handlers = Object.fromEntries(Object.keys(eventBodySchemas).map((kind) => [kind, note]));
  const live = useLive(caseId === null ? null : `/v1/cases/${caseId}/events`, {
    ...handlers,
    progress: (data) => setDoing(progressSchema.parse(data).doing),
    typing: (data) => typing.note(typingSchema.parse(data).teammateId),
  });
  return { events, doing, live, writers: typing.writers };
}

/** Who else is writing here just now. */
function useWriters(caseId: string | null) {
  const [writers, setWriters] = useState<readonly string[]>([]);
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const running = timers.current;
    setWriters([]);
    return () => {
      for (const timer of running.values()) clearTimeout(timer);
      running.clear();
    };
  }, [caseId]);
  const note = (teammateId: string): void => {
    const running = timers.current;
    clearTimeout(running.get(teammateId));
    running.set(
      teammateId,
      setTimeout(() => {
        running.delete(teammateId);
        setWriters([...running.keys()]);
      }, writesForMs),
    );
    setWriters([...running.keys()]);
  };
  return { writers, note };
}

function inOrder(events: readonly EventView[]): readonly EventView[] {
  return [...new Map(events.map((event) => [event.seq, event])).values()].toSorted((one, other) => one.seq - other.seq);
}

/** What else this customer came with, the one that changed last first. */
export function useOtherCases(customerId: string | null, caseId: string) {
  return useQuery({
    queryKey: ["cases-of", customerId],
    enabled: customerId !== null,
    queryFn: ({ signal }) => read(casePageSchema, withQuery("/v1/cases", { customerId, limit: 20 }), signal),
    select: ({ cases }) => cases.filter((each) => each.caseId !== caseId),
  });
}

/** Every change answers with the case that goes on, some with more. */
const changeAnswerSchema = z.object({ caseId: z.string() });

/** From then on the case is theirs, and the agent is silent. */
export function useTakeOver(caseId: string) {
  const { mutate, ...change } = useChangeCase(caseId);
  return {
    ...change,
    name: "Take over",
    run: useCallback(() => mutate({ path: "takeover", body: {} }), [mutate]),
  };
}

/**
 * What somebody does to a case: the end of its path, and the body. `onDone` learns which case goes on and what was sent, also when
 * the page was left meanwhile.
 */
export function useChangeCase<Body extends object>(
  caseId: string,
  onDone: (goesOnIn: string, sent: Body) => void = () => undefined,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { path: string; body: Body }) =>
      post(changeAnswerSchema, `/v1/cases/${caseId}/${path}`, body),
    onSuccess: (changed, { body }) => onDone(changed.caseId, body),
    onSettled: () => client.invalidateQueries({ queryKey: caseKey(caseId) }),
  });
}
