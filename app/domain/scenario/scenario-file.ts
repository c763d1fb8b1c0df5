import { z } from "zod";
import type { Registry } from "./compile";
import { scenarioDefinitionSchema } from "./definition";

const name = z.string().trim().min(1).max(200);

/** A scenario as a file: what export writes and import reads. Configs are checked by the registries afterwards. */
export const scenarioFileSchema = z.strictObject({ $schema: z.string().optional(), name, ...scenarioDefinitionSchema.shape });

/** The JSON Schema (2020-12) of scenario files, with the config of every step and entry point of the registries. */
export function scenarioFileJsonSchema(registry: Registry): object {
  const { steps, entryPoints } = scenarioDefinitionSchema.shape;
  const [stepNode, entryPointNode] = [steps.element, entryPoints.element];
  const ofTypes = <Node extends z.ZodObject>(node: Node, types: readonly { type: string; version: number; config: z.ZodType }[]) =>
    z.array(z.union(types.map(({ type, version, config }) => node.extend({ type: z.literal(type), version: z.literal(version), config }))));
  const file = scenarioFileSchema.extend({ entryPoints: ofTypes(entryPointNode, registry.entryPoints), steps: ofTypes(stepNode, registry.steps) });
  return { ...z.toJSONSchema(file, { io: "input" }), title: "A scenario of the app Scenarios" };
}
