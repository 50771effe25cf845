import { mayHave, type Team } from "./team.ts";

/** What a case asks of whoever gets it; the language is null where nobody knows it. */
export type Wanted = { queue: string; language: string | null };

/** Whose it is to take, and why; nobody's when all who could are busy. */
export type Assignment = { teammateId: string | null; why: string };

type Candidate = { id: string; name: string; languages: readonly string[]; capacity: number; load: number };

/**
 * Who gets a case: of those who have the queue's skills and its customer's language the one with the most room, by the
 * part of the capacity that is taken, then by cases, then by id. A language that nobody speaks is left out of account.
 * `loads` says how many cases each has.
 */
export function routeCase(wanted: Wanted, team: Team, loads: ReadonlyMap<string, number>): Assignment {
  const able = candidatesFor(wanted.queue, team, loads);
  if (able.length === 0) return { teammateId: null, why: `nobody is named for the queue ${wanted.queue}` };
  const { language } = wanted;
  const speaking = language === null ? [] : able.filter(({ languages }) => languages.includes(language));
  const candidates = speaking.length > 0 ? speaking : able;
  const reason = reasonOf(wanted, speaking.length > 0, team);
  const [chosen] = candidates
    .filter(({ load, capacity }) => load < capacity)
    .toSorted(
      (one, other) =>
        one.load / one.capacity - other.load / other.capacity || one.load - other.load || (one.id < other.id ? -1 : 1),
    );
  if (chosen !== undefined)
    return { teammateId: chosen.id, why: `assigned to ${chosen.name}: ${[...reason, countOf(chosen)].join(", ")}` };
  const busy = candidates.map((candidate) => `${candidate.name} ${countOf(candidate)}`);
  return { teammateId: null, why: `nobody who ${reason.join(" and ") || "may have it"} has room: ${busy.join(", ")}` };
}

/** Those whom the blueprint says that they get cases. */
function candidatesFor(queue: string, team: Team, loads: ReadonlyMap<string, number>): Candidate[] {
  return Object.entries(team.people).flatMap(([id, person]) => {
    const { cases, name, role } = person;
    if (cases === undefined || !mayHave(role, person, queue, team)) return [];
    return [{ id, name, languages: cases.languages, capacity: cases.capacity, load: loads.get(id) ?? 0 }];
  });
}

function countOf({ load, capacity }: Candidate): string {
  return `${load} of ${capacity} cases`;
}

function reasonOf({ queue, language }: Wanted, isSpoken: boolean, { queues }: Team): string[] {
  const skills = queues.get(queue)?.skills ?? [];
  return [
    ...(skills.length === 0 ? [] : [`has ${skills.join(" and ")}`]),
    ...(language === null || !isSpoken ? [] : [`speaks ${languageName(language)}`]),
  ];
}

function languageName(code: string): string {
  return new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code;
}
