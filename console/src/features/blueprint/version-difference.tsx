import type { FileDifference } from "@purser/contract";
import { classNames } from "../../lib/class-names.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Problem } from "../../ui/states.tsx";
import { useDifference } from "./version-queries.ts";

/** What a version has otherwise than another, file by file; without another than the one that it took the place of. */
export function Difference({ hash, against }: { hash: string; against: string | null }) {
  const difference = useDifference(hash, against);
  if (difference.isError) return <Problem error={difference.error} />;
  if (difference.isPending) return <p className="py-3 text-muted">Comparing …</p>;
  const { files, against: older } = difference.data;
  if (older === null) return <p className="py-3 text-muted">The first one: it has {files.length} files.</p>;
  if (files.length === 0) return <p className="py-3 text-muted">Its files are the same.</p>;
  return (
    <ul className="py-2">
      {files.map((file) => (
        <File key={file.path} of={file} />
      ))}
    </ul>
  );
}

const tones: Readonly<Record<FileDifference["kind"], Tone>> = { added: "good", removed: "bad", changed: "neutral" };

function File({ of: { path, kind, hunks } }: { of: FileDifference }) {
  return (
    <li className="py-2">
      <p className="flex items-center gap-2">
        <span className="min-w-0 font-mono text-xs break-all">{path}</span>
        <Badge tone={tones[kind]}>{kind}</Badge>
      </p>
      {hunks === null ? (
        <p className="text-muted">It has changed in too many places to be shown.</p>
      ) : (
        <pre
          className="mt-1 overflow-x-auto rounded-md bg-sunken py-2 font-mono text-xs"
          tabIndex={0}
          role="region"
          aria-label={`What changed in ${path}`}
        >
          {hunks.map(({ newStart, oldStart, lines }) => (
            <span key={`${oldStart}-${newStart}`} className="block w-max min-w-full">
              <span className="block px-3 text-muted">line {newStart}</span>
              {lines.map((line, at) => (
                <span key={`${at}-${line}`} className={classNames("block px-3", lookOf(line))}>
                  {line}
                </span>
              ))}
            </span>
          ))}
        </pre>
      )}
    </li>
  );
}

function lookOf(line: string): string | null {
  if (line.startsWith("+")) return "bg-good-soft text-good";
  return line.startsWith("-") ? "bg-bad-soft text-bad" : null;
}
