import type { InboxFilter, SavedFilters } from "@purser/contract";
import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { useState } from "react";
import { classNames } from "../../lib/class-names.ts";
import { isSameFilter, useChangeFilters, useSavedFilters } from "../../lib/saved-filters.ts";
import { useSignedIn } from "../../lib/session.ts";
import { useTags } from "../../lib/tags.ts";
import { useTeammates } from "../../lib/teammates.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/form.tsx";
import { Problem } from "../../ui/states.tsx";

type Props = { filter: InboxFilter; onFilter: (filter: InboxFilter) => void; onClose: () => void };

const input = "h-8 rounded-md border border-line-strong bg-surface px-2";

/** Chooses what narrows the view, and keeps combinations under a name. What is chosen counts at once. */
export function FilterDialog({ filter, onFilter, onClose }: Props) {
  const { tags = [], assignee, due, sort, ...rest } = filter;
  const change = (
    part: Partial<Record<"assignee" | "due" | "sort", string | undefined>> & { tags?: string[] },
  ): void => {
    const next = { tags, assignee, due, sort, ...part };
    onFilter({
      ...rest,
      ...(next.tags.length === 0 ? {} : { tags: next.tags }),
      ...(next.assignee === undefined ? {} : { assignee: next.assignee }),
      ...(next.due === undefined ? {} : { due: "soon" }),
      ...(next.sort === undefined ? {} : { sort: "due" }),
    });
  };
  return (
    <Dialog title="Filter" isOpen onClose={onClose}>
      <div className="flex flex-col gap-4 p-5">
        <TagChoice tags={tags} onChange={(chosen) => change({ tags: chosen })} />
        <Whose assignee={assignee} onChange={(chosen) => change({ assignee: chosen })} />
        <div className="flex flex-col gap-2">
          <Choice
            name="Only what is overdue or due within the hour"
            isOn={due !== undefined}
            onChange={(isOn) => change({ due: isOn ? "soon" : undefined })}
          />
          <Choice
            name="What is due first comes first"
            isOn={sort !== undefined}
            onChange={(isOn) => change({ sort: isOn ? "due" : undefined })}
          />
        </div>
        <Saved filter={filter} onFilter={onFilter} />
        <Button look="solid" className="self-end" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}

function TagChoice({ tags, onChange }: { tags: readonly string[]; onChange: (tags: string[]) => void }) {
  const used = useTags();
  const toggle = (tag: string): void =>
    onChange(tags.includes(tag) ? tags.filter((each) => each !== tag) : [...tags, tag]);
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-xs font-medium text-muted">Tags; cases that have all of them</h3>
      <div className="flex flex-wrap gap-1.5">
        {(used.data ?? []).length === 0 ? <p className="text-muted">No case has a tag yet.</p> : null}
        {used.data?.map(({ tag, cases }) => (
          <button
            key={tag}
            type="button"
            aria-pressed={tags.includes(tag)}
            onClick={() => toggle(tag)}
            className={classNames(
              "h-7 rounded-full border px-2.5",
              tags.includes(tag) ? "border-accent bg-accent-soft font-medium text-accent" : "border-line-strong",
            )}
          >
            {tag} <span className="text-muted">{cases}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

type WhoseProps = { assignee: string | undefined; onChange: (assignee: string | undefined) => void };

/** Who has them or is to take them; somebody who works here no more stays chosen. */
function Whose({ assignee, onChange }: WhoseProps) {
  const { person } = useSignedIn();
  const { data } = useTeammates();
  const others = (data ?? []).filter(({ id, role }) => role !== "auditor" && id !== person.id);
  const isKnown = assignee === undefined || assignee === person.id || others.some(({ id }) => id === assignee);
  return (
    <label className="flex flex-col gap-1">
      <span className="text-xs font-medium text-muted">Whose</span>
      <select
        className={input}
        value={assignee ?? ""}
        onChange={({ target }) => onChange(target.value === "" ? undefined : target.value)}
      >
        <option value="">Anybody's</option>
        <option value={person.id}>Mine</option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {isKnown ? null : <option value={assignee}>{assignee}</option>}
      </select>
    </label>
  );
}

function Choice({ name, isOn, onChange }: { name: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label className="flex items-center gap-2">
      <input
        type="checkbox"
        className="size-4 accent-accent-solid"
        checked={isOn}
        onChange={({ target }) => onChange(target.checked)}
      />
      {name}
    </label>
  );
}

function Saved({ filter, onFilter }: Omit<Props, "onClose">) {
  const saved = useSavedFilters();
  const change = useChangeFilters();
  const [name, setName] = useState("");
  const filters = saved.data?.filters ?? [];
  const save = (): void =>
    change.mutate((all) => [...all.filter((each) => each.name !== name.trim()), { name: name.trim(), filter }], {
      onSuccess: () => setName(""),
    });
  return (
    <section className="flex flex-col gap-1.5 border-t pt-4">
      <h3 className="text-xs font-medium text-muted">Saved filters</h3>
      <SavedList filter={filter} filters={filters} onFilter={onFilter} onChange={change.mutate} />
      <Form
        className="flex gap-2"
        onSubmit={() => {
          if (name.trim() !== "") save();
        }}
      >
        <input
          aria-label="Name of the filter"
          placeholder="Save what is shown now as …"
          className={classNames(input, "min-w-0 flex-1")}
          maxLength={40}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <Button type="submit" disabled={name.trim() === "" || change.isPending}>
          Save
        </Button>
      </Form>
      <Problem error={change.error ?? saved.error} />
    </section>
  );
}

type SavedListProps = Omit<Props, "onClose"> & {
  filters: SavedFilters["filters"];
  onChange: (change: (filters: SavedFilters["filters"]) => SavedFilters["filters"]) => void;
};

function SavedList({ filter, filters, onFilter, onChange }: SavedListProps) {
  const move = (moved: string, by: -1 | 1): void =>
    onChange((all) => {
      const from = all.findIndex((each) => each.name === moved);
      const to = from + by;
      const [one, other] = [all[from], all[to]];
      return one === undefined || other === undefined ? all : all.with(from, other).with(to, one);
    });
  return (
    <ul className="flex flex-col">
      {filters.map((each) => (
        <li key={each.name} className="flex items-center gap-1">
          <button
            type="button"
            aria-pressed={isSameFilter(each.filter, filter)}
            className="min-w-0 flex-1 truncate rounded-md px-2 py-1 text-left hover:bg-hover aria-pressed:font-medium"
            onClick={() => onFilter(each.filter)}
          >
            {each.name}
          </button>
          <Button look="quiet" aria-label={`Move ${each.name} up`} onClick={() => move(each.name, -1)}>
            <ArrowUp className="size-4" />
          </Button>
          <Button look="quiet" aria-label={`Move ${each.name} down`} onClick={() => move(each.name, 1)}>
            <ArrowDown className="size-4" />
          </Button>
          <Button
            look="quiet"
            aria-label={`Forget ${each.name}`}
            onClick={() => onChange((all) => all.filter((other) => other.name !== each.name))}
          >
            <Trash2 className="size-4" />
          </Button>
        </li>
      ))}
    </ul>
  );
}
