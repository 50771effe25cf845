import type { InboxFilter } from "@purser/contract";
import { ListFilter, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useShortcuts } from "../../lib/keyboard.ts";
import { isSameFilter, useSavedFilters } from "../../lib/saved-filters.ts";
import { Button } from "../../ui/button.tsx";

const FilterDialog = lazy(async () => ({ default: (await import("./filter-dialog.tsx")).FilterDialog }));

type Props = { filter: InboxFilter; onFilter: (filter: InboxFilter) => void };

/** Narrows the view: by tags, by whose, by what is due; and saves that. */
export function FilterButton({ filter, onFilter }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  useShortcuts({ f: () => setIsOpen(true) });
  return (
    <>
      <Button icon={<ListFilter className="size-4" aria-hidden="true" />} shortcut="F" onClick={() => setIsOpen(true)}>
        Filter
      </Button>
      {isOpen ? (
        <Suspense>
          <FilterDialog filter={filter} onFilter={onFilter} onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** What narrows the view now; each part can be taken away. */
export function FilterChips({ filter, onFilter }: Props) {
  const saved = useSavedFilters();
  const { tags = [], assignee, due, sort } = filter;
  const name = saved.data?.filters.find((each) => isSameFilter(each.filter, filter))?.name;
  const chips = [
    ...tags.map((tag) => {
      const others = tags.filter((each) => each !== tag);
      const { tags: _all, ...rest } = filter;
      return { name: `Tag: ${tag}`, without: others.length === 0 ? rest : { ...rest, tags: others } };
    }),
    ...(assignee === undefined ? [] : [{ name: `Of ${assignee}`, without: without(filter, "assignee") }]),
    ...(due === undefined ? [] : [{ name: "Overdue or due within the hour", without: without(filter, "due") }]),
    ...(sort === undefined ? [] : [{ name: "What is due first", without: without(filter, "sort") }]),
  ];
  if (chips.length === 0) return null;
  return (
    <div role="group" aria-label="Filters" className="flex flex-wrap items-center gap-1.5 pb-2">
      {name === undefined ? null : <span className="mr-1 font-medium">{name}</span>}
      {chips.map((chip) => (
        <button
          key={chip.name}
          type="button"
          aria-label={`Without the filter ${chip.name}`}
          className="inline-flex h-6 items-center gap-1 rounded-full bg-accent-soft px-2.5 text-xs font-medium text-accent hover:brightness-95"
          onClick={() => onFilter(chip.without)}
        >
          {chip.name}
          <X className="size-3" aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}

function without(filter: InboxFilter, key: "assignee" | "due" | "sort"): InboxFilter {
  const { [key]: _gone, ...rest } = filter;
  return rest;
}
