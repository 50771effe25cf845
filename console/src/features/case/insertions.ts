import { type CannedReplyView, type TeammateView, cannedRepliesSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { read } from "../../lib/api.ts";
import { useOwnCommands } from "../../lib/page-commands.ts";
import { useTeammates } from "../../lib/teammates.ts";
import type { Choosable } from "./choose-above.tsx";
import type { Mode } from "../../lib/unsent.ts";
import { caseKey } from "./use-case.ts";

type ChangeText = (to: (now: { text: string }) => { text: string }) => void;

const longestList = 6;
const noReplies: readonly CannedReplyView[] = [];

/** What can be put into the text that is being written: canned replies after a slash, names after an @ in a note. */
export function useInsertions(caseId: string, mode: Mode, text: string, change: ChangeText): Choosable[] {
  const replies = useReplies(caseId, mode === "reply", change);
  const { data } = useTeammates(mode === "note");
  if (mode === "reply") return repliesFor(text, replies);
  return mode === "note" ? namesFor(text, data ?? []) : [];
}

/** The canned replies, filled for this case, also in the command palette; from there one comes below what is written already. */
function useReplies(caseId: string, isWanted: boolean, change: ChangeText): readonly CannedReplyView[] {
  const { data } = useQuery({
    queryKey: [...caseKey(caseId), "replies"],
    enabled: isWanted,
    queryFn: ({ signal }) => read(cannedRepliesSchema, `/v1/cases/${caseId}/replies`, signal),
  });
  const replies = (isWanted ? data?.replies : null) ?? noReplies;
  const commands = useMemo(
    () =>
      replies.map(({ title, text }) => ({
        name: `Reply: ${title}`,
        run: () => change((now) => ({ text: [now.text.trimEnd(), text].filter((part) => part !== "").join("\n\n") })),
      })),
    [replies, change],
  );
  useOwnCommands(commands);
  return replies;
}

/** Those whose title or name has what stands after the slash; nothing while the text begins otherwise. */
function repliesFor(text: string, replies: readonly CannedReplyView[]): Choosable[] {
  const wish = /^\/([^\n]{0,40})$/.exec(text)?.[1]?.toLowerCase().trim();
  if (wish === undefined) return [];
  return replies
    .filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(wish))
    .slice(0, longestList)
    .map(({ name, title, text: whole }) => ({ key: name, name: title, about: whole, text: whole }));
}

/** Those whose id or name begins with what stands after the last @, while it is being written. */
function namesFor(text: string, teammates: readonly TeammateView[]): Choosable[] {
  const found = /(^|\s)@([\w.-]{0,59})$/.exec(text);
  if (found === null) return [];
  const wish = (found[2] ?? "").toLowerCase();
  const before = text.slice(0, text.length - wish.length);
  return teammates
    .filter(({ id, name }) => id.toLowerCase().startsWith(wish) || name.toLowerCase().startsWith(wish))
    .slice(0, longestList)
    .map(({ id, name, role }) => ({ key: id, name, about: `@${id}, ${role}`, text: `${before}${id} ` }));
}
