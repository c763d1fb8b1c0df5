import { z } from "zod";
import type { Statements } from "~/adapters/db/database.server";
import { stepTypeByName } from "~/steps/registry";

export interface StepFacts {
  type: string;
  config: unknown;
  /** Whether customers leave it by different ways. */
  hasWays: boolean;
  /** What the message is called that the config asks about; null where it asks about none, or that is gone. */
  message: string | null;
}

/** The steps by their id, by version: each version is read once, however often it is asked for. */
export async function readStepFacts(db: Statements, shopId: number, versionIds: readonly string[]): Promise<Map<string, Map<string, StepFacts>>> {
  const ids = [...new Set(versionIds)];
  if (ids.length === 0) return new Map();
  const versions = await db.forShop(shopId).selectFrom("ScenarioVersion").select(["id", "definition"]).where("id", "in", ids).execute();
  return new Map(versions.map(({ id, definition }) => {
    const { steps } = JSON.parse(definition) as { steps: { id: string; type: string; config: unknown }[] };
    const byId = new Map(steps.map((step) => [step.id, step]));
    return [id, new Map(steps.map((step) => [step.id, { type: step.type, config: step.config, hasWays: hasWays(step.type, step.config), message: calledIn(byId.get(messageIn(step.config) ?? "")?.config) }]))];
  }));
}

/** A config of an older shape has no names for its ways. */
function hasWays(type: string, config: unknown): boolean {
  const found = stepTypeByName.get(type);
  const read = found?.config.safeParse(config);
  return found !== undefined && read?.success === true && found.branches(read.data).length > 1;
}

const asksOf = z.object({ stepId: z.string() });
const asking = z.union([asksOf, z.object({ until: asksOf }).transform(({ until }) => until)]);

/** The step that sends what a condition or a wait asks about. */
function messageIn(config: unknown): string | null {
  const read = asking.safeParse(config);
  return read.success ? read.data.stepId : null;
}

const LONGEST_CALLED = 80;
const called = z.union([z.object({ subject: z.string() }).transform(({ subject }) => subject), z.object({ title: z.string() }).transform(({ title }) => title), z.object({ text: z.string() }).transform(({ text }) => text)]);

/** A message by its subject, title or text. */
function calledIn(config: unknown): string | null {
  const read = called.safeParse(config);
  return read.success ? read.data.slice(0, LONGEST_CALLED) : null;
}
