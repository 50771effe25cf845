import { defaultQueue } from "@purser/contract";
import { z } from "zod";
import { isCatastrophic } from "../patterns/catastrophic-pattern.ts";
import { patternSchema } from "../patterns/pattern-schema.ts";
import type { BlueprintLoad, BlueprintProblem } from "../reading/problem.ts";
import type { BlueprintFile } from "../reading/read-files.ts";
import { type PlaceOf, readYaml } from "../reading/read-yaml.ts";
import type { Team } from "../settings/team.ts";
import { builtInTopics } from "./built-in-topics.ts";
import { nearMisses } from "./near-misses.ts";
import type { Sensitive, SensitiveTopic } from "./topic.ts";

const topicSchema = z.strictObject({
  queue: z.string().min(1).exactOptional(),
  sentence: z.string().min(1).exactOptional(),
  helpline: z.string().min(1).exactOptional(),
  suggestion: z.string().min(1).exactOptional(),
  /** Added to those that are built in. */
  patterns: z.array(patternSchema).default([]),
  except: z.array(patternSchema).default([]),
  examples: z.array(z.string().min(1)).default([]),
});
type TopicText = z.infer<typeof topicSchema>;

/** `sensitive.yaml`: the built-in topics by their names, as this deployment answers them, and topics of its own. */
const sensitiveSchema = z.strictObject({
  sensitive: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), topicSchema).default({}),
  nearMisses: z.array(z.string().min(1)).default([]),
});
const fileName = "sensitive.yaml";

/** What no machine answers where a blueprint says nothing of its own. */
export const builtInSensitive: Sensitive = {
  topics: new Map(builtInTopics.map((topic) => [topic.name, topic])),
  nearMisses,
};

/** Reads `sensitive.yaml`, if there is one. No topic can be taken away: a blueprint says how, never whether. */
export function loadSensitive(files: readonly BlueprintFile[], team: Team): BlueprintLoad<Sensitive> {
  const file = files.find(({ path }) => path === fileName);
  if (file === undefined) return { kind: "loaded", value: builtInSensitive };
  const read = readYaml(file.path, file.text, sensitiveSchema);
  if (read.kind === "rejected") return read;
  const given = Object.entries(read.value.sensitive);
  const problems = given.flatMap(([name, topic]) => problemsOf(name, topic, team, read.placeOf));
  if (problems.length > 0) return { kind: "rejected", problems };
  const topics = new Map(builtInSensitive.topics);
  for (const [name, topic] of given) topics.set(name, joined(topics.get(name) ?? emptyTopic(name), topic));
  return { kind: "loaded", value: { topics, nearMisses: [...nearMisses, ...read.value.nearMisses] } };
}

function problemsOf(
  name: string,
  { queue, sentence, patterns, except }: TopicText,
  { queues }: Team,
  placeOf: PlaceOf,
): BlueprintProblem[] {
  const problemAt = (
    key: readonly PropertyKey[],
    code: BlueprintProblem["code"],
    message: string,
  ): BlueprintProblem => ({ code, path: fileName, ...placeOf(["sensitive", name, ...key]), message });
  const isOwn = !builtInSensitive.topics.has(name);
  return [
    ...(isOwn && sentence === undefined
      ? [problemAt([], "PUR-2103", `sensitive.${name}: a topic of your own needs a sentence for the customer`)]
      : []),
    ...(isOwn && patterns.length === 0
      ? [problemAt([], "PUR-2103", `sensitive.${name}: a topic of your own needs patterns`)]
      : []),
    ...(queue === undefined || queues.has(queue)
      ? []
      : [problemAt(["queue"], "PUR-2107", `There is no queue ${queue} in blueprint.yaml.`)]),
    ...Object.entries({ patterns, except }).flatMap(([field, list]) =>
      list.flatMap((pattern, index) =>
        isCatastrophic(pattern, "i")
          ? [problemAt([field, index], "PUR-2122", "On some message this would not come to an end.")]
          : [],
      ),
    ),
  ];
}

function emptyTopic(name: string): SensitiveTopic {
  return {
    name,
    queue: defaultQueue,
    sentence: { own: "" },
    helpline: null,
    suggestion: null,
    patterns: [],
    except: [],
    examples: [],
  };
}

function joined(
  known: SensitiveTopic,
  { patterns, except, examples, sentence, helpline, ...given }: TopicText,
): SensitiveTopic {
  return {
    ...known,
    ...given,
    sentence: sentence === undefined ? known.sentence : { own: sentence },
    helpline: helpline === undefined ? known.helpline : { own: helpline },
    patterns: [...known.patterns, ...patterns.map((pattern) => new RegExp(pattern, "i"))],
    except: [...known.except, ...except.map((pattern) => new RegExp(pattern, "gi"))],
    examples: [...known.examples, ...examples],
  };
}
