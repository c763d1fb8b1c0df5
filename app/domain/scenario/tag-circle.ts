import type { Registry } from "./compile";
import type { EntryPointNode, ScenarioDefinition } from "./definition";
import type { Problem } from "./problem";
import { readConfig } from "./read-config";

/** What a scenario has to do with tags, written in lower case: tags compare without regard to case. */
export interface TagUse {
  /** The scenario's name. */
  scenario: string;
  /** Adding one of these lets customers in. */
  letsIn: readonly string[];
  adds: readonly string[];
  removes: readonly string[];
}

/** What a scenario has to do with tags; what cannot be read is passed over. A scenario that lets everybody in once (R7) is entered by no tag again and again. */
export function tagUseOf(scenario: string, { entryPoints, steps, settings }: ScenarioDefinition, registry: Registry): TagUse {
  const changes = steps.flatMap((node) => {
    const type = registry.steps.find((each) => each.type === node.type);
    const read = type?.changesTag && readConfig(type, node);
    return read?.ok ? (type?.changesTag?.(read.config) ?? []) : [];
  });
  const does = (what: "add" | "remove") => [...new Set(changes.filter((change) => change.does === what).map(({ tag }) => tag.trim().toLowerCase()))].filter((tag) => tag !== "");
  const letsIn = settings.reentry.afterEnd === "never" ? [] : entryPoints.flatMap((node) => lettingIn(node, registry));
  return { scenario, letsIn: [...new Set(letsIn)], adds: does("add"), removes: does("remove") };
}

/**
 * R19: warns where a tag that this scenario adds lets customers into another active one, and the tags of that, or of others behind it, lead back here. A tag lets in only where it was not there
 * before: where each tag of the circle is also removed by one of them, customers may go round for ever; else whenever a tag was taken away by hand. The shortest circle
 * is told, one for ever first; a tag that a scenario adds never lets in to itself.
 */
export function checkTagCircle(definition: ScenarioDefinition, registry: Registry, active: readonly TagUse[]): Problem[] {
  const own = tagUseOf("", definition, registry);
  const all = [own, ...active];
  const removed = new Set(all.flatMap(({ removes }) => removes));
  const endless = shortestCircle(own, active, (tag) => removed.has(tag));
  const circle = endless ?? shortestCircle(own, active, () => true);
  const back = circle?.at(-1)?.tag;
  if (!circle || back === undefined) return [];
  const index = definition.entryPoints.findIndex((node) => lettingIn(node, registry).includes(back));
  const entryPointId = definition.entryPoints[index]?.id;
  const values = { scenarios: circle.slice(1).map(({ from }) => `“${from.scenario}”`).join(" → "), tags: circle.map(({ tag }) => `“${tag}”`).join(" → ") };
  return [{ severity: "warning", path: `entryPoints[${index}]`, ...(entryPointId === undefined ? {} : { entryPointId }), key: endless ? "tag-circle-endless" : "tag-circle", values }];
}

interface Edge {
  from: TagUse;
  tag: string;
}

/** The ways from `own` back to it, by breadth first; null where none leads back. */
function shortestCircle(own: TagUse, others: readonly TagUse[], counts: (tag: string) => boolean): Edge[] | null {
  let ways: Edge[][] = edgesOf(own, counts).map((edge) => [edge]);
  const passed = new Set<TagUse>();
  while (ways.length > 0) {
    const longer: Edge[][] = [];
    for (const way of ways) {
      const { from, tag } = way.at(-1) ?? { from: own, tag: "" };
      if (from !== own && own.letsIn.includes(tag)) return way;
      for (const next of others) {
        if (next === from || passed.has(next) || !next.letsIn.includes(tag)) continue;
        passed.add(next);
        longer.push(...edgesOf(next, counts).map((edge) => [...way, edge]));
      }
    }
    ways = longer;
  }
  return null;
}

const edgesOf = (from: TagUse, counts: (tag: string) => boolean): Edge[] => from.adds.filter(counts).map((tag) => ({ from, tag }));

function lettingIn(node: EntryPointNode, { entryPoints }: Pick<Registry, "entryPoints">): string[] {
  const type = entryPoints.find((each) => each.type === node.type);
  const read = type?.enteredByTags && readConfig(type, node);
  return read?.ok ? (type?.enteredByTags?.(read.config) ?? []).map((tag) => tag.trim().toLowerCase()) : [];
}
