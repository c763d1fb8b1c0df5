import type { z } from "zod";
import { checkSegment } from "~/domain/segment/check-segment";
import { checkGraph } from "./check-graph";
import { checkTriggers } from "./check-triggers";
import type { Registry } from "./compile";
import { scenarioDefinitionSchema, type EntryPointNode, type StepNode } from "./definition";
import { givenByEntry, givenTo } from "./given-to";
import { messagesBefore } from "./messages-before";
import type { Problem } from "./problem";
import { readConfig, type VersionedConfig } from "./read-config";
import { checkTagCircle } from "./tag-circle";
import type { CheckPlace, ConfigProblem, ShopChoices } from "./step-type";

/**
 * Everything that keeps a definition from being published, and what to know before it is: each with its place, its step
 * and the key of the sentence that says how to mend it. What it refers to is looked for in `shop`, where one is given. A definition without an error compiles and ends.
 */
export function checkDefinition(definition: unknown, registry: Registry, shop?: ShopChoices): Problem[] {
  const read = scenarioDefinitionSchema.safeParse(definition);
  if (!read.success) return read.error.issues.map((issue) => shapeProblem(issue, issue.path, {}));
  const { entryPoints, steps, settings } = read.data;

  const ofShop = shop ? { shop } : {};
  const problems: Problem[] = [];
  if (entryPoints.length === 0) problems.push({ severity: "error", path: "entryPoints", key: "no-entry-point" });
  problems.push(...duplicates(entryPoints, "entryPoints"), ...duplicates(steps, "steps"));
  entryPoints.forEach((node, index) => problems.push(...checkNode(node, `entryPoints[${index}]`, { entryPointId: node.id }, "entry-point-type-unknown", registry.entryPoints, { messagesBefore: [], given: [], ...ofShop })));

  problems.push(...checkTriggers(entryPoints, registry, shop?.activeTriggers ?? []), ...checkTagCircle(read.data, registry, shop?.activeTags ?? []));
  if (settings.exits.whileIn) problems.push(...checkSegment(settings.exits.whileIn, shop).map((problem) => ({ ...problem, path: `settings.exits.whileIn.${problem.path}` })));

  const byEntry = givenByEntry(entryPoints, registry, shop);
  const sends = (name: string) => registry.steps.some(({ type, category }) => type === name && category === "message");
  const branches = new Map<string, string[]>();
  steps.forEach((node, index) => {
    problems.push(...checkNode(node, `steps[${index}]`, { stepId: node.id }, "step-type-unknown", registry.steps, { messagesBefore: messagesBefore(steps, node.id, sends), given: [...byEntry, ...givenTo(steps, node.id, registry)], orderEnds: settings.exits.onOrder, ...ofShop }));
    const type = registry.steps.find(({ type: name }) => name === node.type);
    const config = type && readConfig(type, node);
    if (type && config?.ok) branches.set(node.id, type.branches(config.config));
  });
  problems.push(...checkGraph(read.data, branches));
  const comesAgain = entryPoints.some(({ type }) => registry.entryPoints.some((known) => known.type === type && known.comesAgain));
  if (comesAgain && settings.reentry.whileInside === "new-instance") problems.push({ severity: "warning", path: "settings.reentry.whileInside", key: "cart-new-instance" });
  return problems;
}

type Where = Pick<Problem, "stepId" | "entryPointId">;

interface CheckableType extends VersionedConfig {
  type: string;
  check?(config: unknown, place: CheckPlace): ConfigProblem[];
}

function checkNode(node: StepNode | EntryPointNode, path: string, where: Where, unknownKey: string, types: readonly CheckableType[], place: CheckPlace): Problem[] {
  const type = types.find(({ type: name }) => name === node.type);
  if (!type) return [{ severity: "error", path: `${path}.type`, ...where, key: unknownKey, values: { type: node.type } }];
  const read = readConfig(type, node);
  if (!read.ok) {
    if (!read.issues) return [{ severity: "error", path: `${path}.version`, ...where, key: "config-version-unknown", values: { version: node.version, known: type.version } }];
    return read.issues.map((issue) => shapeProblem(issue, issue.path, where, `${path}.config`));
  }
  const found = type.check?.(read.config, place) ?? [];
  return found.map(({ path: below, ...problem }) => ({ ...problem, ...where, path: joined(`${path}.config`, below) }));
}

function duplicates(nodes: readonly { id: string }[], list: "steps" | "entryPoints"): Problem[] {
  const seen = new Set<string>();
  return nodes.flatMap(({ id }, index): Problem[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ severity: "error", path: `${list}[${index}].id`, ...(list === "steps" ? { stepId: id } : { entryPointId: id }), key: "id-taken", values: { id } }];
  });
}

/** The sentence depends on the kind of issue alone; zod's own words are for developers and stay in `values.message`. */
function shapeProblem(issue: z.core.$ZodIssue, path: readonly PropertyKey[], where: Where, base = ""): Problem {
  const values: Record<string, string | number> = { message: issue.message };
  if (issue.code === "too_small") values["minimum"] = Number(issue.minimum);
  if (issue.code === "too_big") values["maximum"] = Number(issue.maximum);
  if (issue.code === "invalid_type") values["expected"] = issue.expected;
  if (issue.code === "unrecognized_keys") values["keys"] = issue.keys.join(", ");
  return { severity: "error", path: joined(base, pathText(path)), ...where, key: `config-${issue.code.replaceAll("_", "-")}`, values };
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => (typeof part === "number" ? `${text}[${part}]` : joined(text, String(part))), "");
}

function joined(before: string, after: string): string {
  return before === "" || after === "" || after.startsWith("[") ? before + after : `${before}.${after}`;
}
