import { cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";
import { readBlueprintFiles } from "../../blueprint/reading/read-files.ts";
import { people } from "./probe-world.ts";

const probeFiles = fileURLToPath(new URL("../../../probe", import.meta.url));

/** `as-it-is` the blueprint with the probe; `next` a later version of it, in which everything about the probe is another. */
export type ProbeVersion = "as-it-is" | "next";

/**
 * Lays out the deployment's own blueprint with the probe's tools and guardrails beside its own, in a folder of its own.
 * Nothing of it leads to the deployment's systems: the suite gives their tools no system at all.
 */
export async function layOutProbe(blueprint: string, version: ProbeVersion): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "purser-pauses-"));
  for (const { path, text } of await readBlueprintFiles(blueprint)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path === "blueprint.yaml" ? withProbeSettings(text, version) : text);
  }
  await addProbeSystem(join(folder, "connections.yaml"));
  await cp(probeFiles, folder, { recursive: true });
  if (version === "next") await changeVersion(folder);
  return folder;
}

/** While nobody answers, a question of the probe is passed on and then declined. */
const chain = [
  { after: "1h", do: "remind" },
  { after: "2h", do: "escalate" },
  { after: "3h", do: "decline" },
];

function withProbeSettings(text: string, version: ProbeVersion): string {
  const document = parseDocument(text);
  document.setIn(["totals", "purserProbe"], { of: "purserProbeMinor", scope: "customer", window: "1d" });
  // However much a case of this deployment may cost: a row plays a thousand turns of one.
  document.setIn(["budgets", "case"], { steps: 100_000, actions: 100_000 });
  // Nobody of the deployment is mailed or asked anything.
  document.set("people", Object.fromEntries(people.map(({ id, role }) => [id, { name: id, role }])));
  if (version === "as-it-is") document.setIn(["pauses", "actions", "purser_probe_change", "approve"], chain);
  return document.toString();
}

/** The probe's address is given by the suite. */
async function addProbeSystem(path: string): Promise<void> {
  const document = parseDocument(await readFile(path, "utf8").catch(() => ""));
  document.setIn(["systems", "purser-probe"], { kind: "http" });
  await writeFile(path, document.toString());
}

/** A tool is gone, another asks for more and says it in other words, one guardrail is stricter and one is lifted. */
async function changeVersion(folder: string): Promise<void> {
  await rewrite(join(folder, "tools", "purser-probe.ts"), (text) =>
    text
      .replace(', probeAction("purser_probe_change", "Change")', "")
      .replace(
        "  amountMinor: z.int().nonnegative(),",
        "  amountMinor: z.int().nonnegative(),\n  why: z.string().exactOptional(),",
      )
      .replace('probeAction("purser_probe_act", "Act")', 'probeAction("purser_probe_act", "Act in another way")'),
  );
  await rewrite(join(folder, "guardrails", "purser-probe.cedar"), (text) =>
    text
      .replaceAll(
        'action in [Action::"purser_probe_act", Action::"purser_probe_change"]',
        'action == Action::"purser_probe_act"',
      )
      .replace(" && context.assurance.approved && context.assurance.approverRole >= 2 }", " }")
      .replace('context.facts.color == "closed"', 'context.facts.color == "closed" || context.facts.color == "red"'),
  );
}

async function rewrite(path: string, change: (text: string) => string): Promise<void> {
  const before = await readFile(path, "utf8");
  const after = change(before);
  if (after === before) throw new Error(`${path} stayed the same.`);
  await writeFile(path, after);
}
