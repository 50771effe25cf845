// `node scripts/generate-error-pages.js`: writes docs/guide/errors.md from the error table. Needs a build.
// `documents.test.ts` fails when the page and the table differ.
import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const table = new URL("../contract/dist/errors.js", import.meta.url);
const page = fileURLToPath(new URL("../docs/guide/errors.md", import.meta.url));

/** By the first digit of a code. */
const groups = [
  { digit: "1", title: "Starting and storage" },
  { digit: "2", title: "Requests and blueprints" },
  { digit: "3", title: "Calls and systems of record" },
  { digit: "4", title: "Pauses and authority" },
  { digit: "5", title: "Faults of Purser" },
  { digit: "6", title: "Models" },
];

const opening = `# Errors

<!-- Generated from contract/src/errors.ts by \`node scripts/generate-error-pages.js\`. Do not edit. -->

Each error has a code that is never reused. The command line prints the code, what happened, what was kept and what to
do; the HTTP API answers the same as \`application/problem+json\`, with the status that stands here and the name as its
\`type\`.`;

if (existsSync(table)) {
  const { errorTable } = await import(table.href);
  writeFileSync(page, pageOf(Object.entries(errorTable)));
  console.log(`${page}: ${Object.keys(errorTable).length} errors`);
} else {
  console.error("The build is missing: run npm run build first.");
  process.exitCode = 1;
}

function pageOf(errors) {
  const sections = groups.flatMap(({ digit, title }) => {
    const own = errors.filter(([code]) => code.startsWith(`PUR-${digit}`));
    return own.length === 0 ? [] : [`## ${title}`, ...own.map(sectionOf)];
  });
  return `${[opening, ...sections].join("\n\n")}\n`;
}

function sectionOf([code, { name, status, happened, kept, todo }]) {
  return `### ${code} ${name}\n\n${happened}\n\n- HTTP status: ${status}\n- Kept: ${kept}\n- To do: ${todo}`;
}
