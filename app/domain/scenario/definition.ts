import { z } from "zod";
import { segmentSchema } from "~/domain/segment/condition";

/**
 * A scenario as it is stored, exported and imported. Configs are checked by the registries (steps, entry points), so
 * that this file names no type. `next` maps every branch of a step to the step that follows; null ends the scenario.
 */
export const DEFINITION_FORMAT = 1;
export const MOST_ENTRY_POINTS = 10;

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "an id is 1–64 lower-case letters, digits and hyphens");

export const reentrySchema = z.strictObject({
  /** R5: what happens when a customer who is inside enters again. */
  whileInside: z.enum(["new-instance", "ignore", "restart", "refresh"]),
  /** R7: what happens after her last run has ended. */
  afterEnd: z.enum(["always", "never", "after-interval"]),
  /** Hours that must have passed since the last run ended; used by "after-interval". */
  minIntervalHours: z.number().int().min(1).max(24 * 365),
  /** Of "refresh": whose cart the running one takes. The newest where absent. */
  refreshWith: z.enum(["newest", "most-valuable"]).optional(),
});

export const pageMatchSchema = z.strictObject({
  match: z.enum(["exact", "starts-with", "contains", "wildcard"]),
  path: z.string().min(1).max(512),
  /** Must appear in the query where given. */
  query: z.string().max(512).optional(),
});

export const exitsSchema = z.strictObject({
  /** R8 */
  onOrder: z.boolean(),
  onPage: z.array(pageMatchSchema).max(10),
  /** When one of these consents is withdrawn, by key. */
  onConsentWithdrawn: z.array(z.string().min(1).max(64)).max(20).optional(),
  /** When one of these tags is added, by whomever. */
  onTag: z.array(z.string().trim().min(1).max(255)).max(20).optional(),
  /** When the customer is no longer in this segment: asked when the customer changes, and before every message. */
  whileIn: segmentSchema.optional(),
  /** When a product of that is bought which let the customer in. */
  onProductBought: z.boolean().optional(),
});

export const settingsSchema = z.strictObject({ reentry: reentrySchema, exits: exitsSchema });

export const stepNodeSchema = z.strictObject({
  id,
  type: z.string(),
  /** Version of the config's shape; older ones are migrated by the step type. */
  version: z.number().int().positive(),
  config: z.unknown(),
  next: z.record(z.string(), id.nullable()),
});

export const entryPointNodeSchema = z.strictObject({
  id,
  type: z.string(),
  version: z.number().int().positive(),
  config: z.unknown(),
});

export const scenarioDefinitionSchema = z.strictObject({
  format: z.literal(DEFINITION_FORMAT),
  settings: settingsSchema,
  entryPoints: z.array(entryPointNodeSchema).max(MOST_ENTRY_POINTS),
  firstStepId: id.nullable(),
  /** In the order they were added; the graph is made by `firstStepId` and `next`. */
  steps: z.array(stepNodeSchema).max(500),
});

export type ScenarioDefinition = z.infer<typeof scenarioDefinitionSchema>;
export type ScenarioSettings = z.infer<typeof settingsSchema>;
export type Reentry = z.infer<typeof reentrySchema>;
export type PageMatch = z.infer<typeof pageMatchSchema>;
export type StepNode = z.infer<typeof stepNodeSchema>;
export type EntryPointNode = z.infer<typeof entryPointNodeSchema>;

export const emptyDefinition: ScenarioDefinition = {
  format: DEFINITION_FORMAT,
  settings: {
    reentry: { whileInside: "new-instance", afterEnd: "always", minIntervalHours: 24 },
    exits: { onOrder: true, onPage: [] },
  },
  entryPoints: [],
  firstStepId: null,
  steps: [],
};
