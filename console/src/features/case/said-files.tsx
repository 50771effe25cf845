import type { Attachment } from "@purser/contract";
import { FileText } from "lucide-react";
import { useState } from "react";

/** The files of a message: a picture where it may be shown, opened by a click; a line for any other, which is saved. */
export function SaidFiles({ caseId, attachments }: { caseId: string; attachments: readonly Attachment[] }) {
  return attachments.map((file) => (
    <SaidFile key={file.fileId} path={`/v1/cases/${caseId}/files/${file.fileId}`} file={file} />
  ));
}

function SaidFile({ path, file: { name, size, type, picture } }: { path: string; file: Attachment }) {
  const [hasFailed, setFailed] = useState(false);
  if (picture !== null && !hasFailed)
    return (
      <a href={path} target="_blank" rel="noopener noreferrer" className="max-w-full rounded-xl" title={`Open ${name}`}>
        <img
          src={path}
          alt={name}
          loading="lazy"
          width={picture.width}
          height={picture.height}
          className="h-auto max-h-64 w-auto max-w-full rounded-xl border bg-sunken sm:max-w-80"
          onError={() => setFailed(true)}
        />
      </a>
    );
  return (
    <a
      href={path}
      download={name}
      className="flex max-w-full items-center gap-2 rounded-xl border bg-surface px-3 py-2 hover:bg-hover"
    >
      <FileText className="size-4 shrink-0 text-muted" aria-hidden="true" />
      <span className="min-w-0">
        <span className="sr-only">Save </span>
        <span className="block font-medium break-words">
          <bdi>{name}</bdi>
        </span>
        <span className="block text-xs text-muted">
          {type}, {sizeText(size)}
        </span>
      </span>
    </a>
  );
}

const units = ["byte", "kilobyte", "megabyte"] as const;

/** How large a file is, as a person says it. */
export function sizeText(size: number): string {
  const step = size < 1000 ? 0 : size < 1_000_000 ? 1 : 2;
  const format = { style: "unit", unit: units[step], maximumFractionDigits: step === 2 ? 1 : 0 } as const;
  return new Intl.NumberFormat("en", format).format(size / 1000 ** step);
}
