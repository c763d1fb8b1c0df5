import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { entryPointTypes } from "~/entry-points/registry";
import { stepTypes } from "~/steps/registry";
import { scenarioTemplates } from "~/templates/registry";
import { checkDefinition } from "./check-definition";
import { scenarioFileJsonSchema, scenarioFileSchema } from "./scenario-file";

const registry = { steps: stepTypes, entryPoints: entryPointTypes };

it("docs/scenario.schema.json is what the registries say; write it anew by `npm run scenario -- schema`", () => {
  const written: unknown = JSON.parse(readFileSync("docs/scenario.schema.json", "utf8"));
  expect(written).toEqual(JSON.parse(JSON.stringify(scenarioFileJsonSchema(registry))));
});

it.each(scenarioTemplates.map((template) => [template.id, template] as const))("R34 the template %s can be exported, imported and activated as it is", (_id, template) => {
  expect(scenarioFileSchema.safeParse({ name: template.name, ...template.definition() }).error).toBeUndefined();
  expect(checkDefinition(template.definition(), registry).filter(({ severity }) => severity === "error")).toEqual([]);
});
