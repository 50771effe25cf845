/**
 * The words of a section as they stand there, without the marks of markdown: emphasis and links lose their marks, a row
 * of a table becomes a line with dots between its cells.
 */
export function plainText(markdown: string): string {
  const lines = markdown.split("\n").flatMap((line) => {
    if (/^\s*\|?\s*:?-{3,}/.test(line)) return [];
    return [line.trimStart().startsWith("|") ? cellsOf(line).join(" · ") : line];
  });
  return lines
    .join("\n")
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replaceAll(/(\*\*|__|`)(.+?)\1/g, "$2")
    .trim();
}

function cellsOf(row: string): string[] {
  return row
    .trim()
    .replaceAll(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}
