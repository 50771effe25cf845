import { mayHave, type Team, type Teammate } from "./team.ts";

/** What a case asks of whoever gets it; the language is null where nobody knows it. */
export type Wanted = { queue: string; language: string | null };

/** Whose it is to take, and why; nobody's when all who could are busy. */
export type Assignment = { teammateId: string | null; why: string };

/**
 * Who gets a case: of those who have the queue's skills and its customer's language the one with the most room, by the
 * part of the capacity that is taken, then by cases, then by id. A language that nobody speaks is left out of account.
 * `loads` says how many cases each has.
 */
export function routeCase(wanted: Wanted, team: Team, loads: ReadonlyMap<string, number>): Assignment {
  const able = team.teammates.filter((teammate) => isRouted(teammate) && mayHave(teammate, wanted.queue, team));
  if (able.length === 0) return { teammateId: null, why: `nobody is named for the queue ${wanted.queue}` };
  const { language } = wanted;
  const speaking = language === null ? [] : able.filter(({ languages }) => languages.includes(language));
  const candidates = speaking.length > 0 ? speaking : able;
  const reason = reasonOf(wanted, speaking.length > 0, team);
  const loadOf = ({ id }: Teammate): number => loads.get(id) ?? 0;
  const count = (teammate: Teammate): string => `${loadOf(teammate)} of ${teammate.capacity} cases`;
  const [chosen] = candidates
    .filter((teammate) => loadOf(teammate) < teammate.capacity)
    .toSorted(
      (one, other) =>
        loadOf(one) / one.capacity - loadOf(other) / other.capacity ||
        loadOf(one) - loadOf(other) ||
        (one.id < other.id ? -1 : 1),
    );
  if (chosen !== undefined)
    return { teammateId: chosen.id, why: `assigned to ${chosen.name}: ${[...reason, count(chosen)].join(", ")}` };
  const busy = candidates.map((teammate) => `${teammate.name} ${count(teammate)}`);
  return { teammateId: null, why: `nobody who ${reason.join(" and ") || "may have it"} has room: ${busy.join(", ")}` };
}

/** Cases are given to teammates and leads; an admin takes what they want to. */
function isRouted({ role }: Teammate): boolean {
  return role === "teammate" || role === "lead";
}

function reasonOf({ queue, language }: Wanted, isSpoken: boolean, { queues }: Team): string[] {
  const skills = queues.get(queue)?.skills ?? [];
  return [
    ...(skills.length === 0 ? [] : [`has ${skills.join(" and ")}`]),
    ...(language === null ? [] : isSpoken ? [`speaks ${languageName(language)}`] : []),
  ];
}

function languageName(code: string): string {
  return new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code;
}
