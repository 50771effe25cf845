import { classNames } from "../lib/class-names.ts";

/** A column: its name, what it means on hover, and numbers to the right. */
export type Column = { name: string; about?: string; isNumber?: boolean };

export function TableHead({ columns }: { columns: readonly Column[] }) {
  return (
    <thead className="text-xs text-muted">
      <tr>
        {columns.map(({ name, about, isNumber = false }) => (
          <th
            key={name}
            scope="col"
            title={about}
            className={classNames("border-b py-2 font-medium", isNumber ? "px-2 text-right" : "pr-4")}
          >
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
