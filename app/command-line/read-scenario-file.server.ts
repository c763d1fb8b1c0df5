import { readFileSync } from "node:fs";
import { checkDefinition } from "~/domain/scenario/check-definition";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { ShopChoices } from "~/domain/scenario/step-type";
import type { Problem } from "~/domain/scenario/problem";
import { scenarioFileSchema } from "~/domain/scenario/scenario-file";
import { entryPointTypes } from "~/entry-points/registry";
import { stepTypes } from "~/steps/registry";
import { CommandFault } from "./command-context.server";

export interface ReadScenarioFile {
  name: string;
  definition: ScenarioDefinition;
  /** Errors and warnings, each with its path in the file. */
  problems: Problem[];
}

/** Reads and checks a scenario file; what it refers to is looked for in `shop`, where one is given. Throws CommandFault where it cannot be read as one at all. */
export function readScenarioFile(path: string, shop?: ShopChoices): ReadScenarioFile {
  const registry = { steps: stepTypes, entryPoints: entryPointTypes };
  const { $schema: _schema, name, ...definition } = parseJson(path);
  const problems = checkDefinition(definition, registry, shop);
  const file = scenarioFileSchema.safeParse({ name, ...definition });
  if (file.success) {
    const { $schema: _unused, name: read, ...readDefinition } = file.data;
    return { name: read, definition: readDefinition, problems };
  }
  if (problems.length === 0) throw new CommandFault(`${path}: name: ${file.error.issues[0]?.message ?? "is missing"}`);
  return { name: String(name ?? ""), definition: definition as ScenarioDefinition, problems };
}

function parseJson(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new CommandFault(sayUnreadable(path, error));
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new CommandFault(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new CommandFault(`${path} is no scenario file: it holds no JSON object.`);
}

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file. Check the path; it is taken from the folder in which you are",
  EISDIR: "it is a folder. Name the file in it",
  EACCES: "you are not allowed to read it. Change its rights, or copy it",
};

/** Why a file cannot be read, and what to do. */
export function sayUnreadable(path: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return `${path} cannot be read: ${REASONS[code] ?? (error instanceof Error ? error.message : String(error))}.`;
}
