import { sql } from "kysely";
import type { Database } from "~/adapters/db/database.server";
import { type ScenarioDefinition, scenarioDefinitionSchema } from "~/domain/scenario/definition";
import { type Counts, type Figures, figuresOf, type StepFigures, stepFiguresOf } from "~/domain/statistics/figures";
import { type CountRow, gatherCounts, readCounts } from "./read-counters.server";

export interface StepStatistics extends StepFigures {
  id: string;
  type: string;
}

export interface VersionStatistics {
  id: string;
  number: number;
  publishedAt: number;
  definition: ScenarioDefinition;
  figures: Figures;
  /** Removed runs by reason. */
  removedByReason: Record<string, number>;
  /** Message figures by channel. */
  channels: Record<string, Figures>;
  steps: StepStatistics[];
}

export interface ScenarioStatistics {
  /** Over all versions (R3). */
  figures: Figures;
  /** Customers behind the runs that started: each counted once. Over all time. */
  distinctCustomers: number;
  /** Newest first. */
  versions: VersionStatistics[];
  /** What happened on each of the shop's local dates, oldest first. */
  days: { day: string; figures: Figures }[];
}

export interface DayRange {
  /** YYYY-MM-DD, both included; open where left out. */
  fromDay?: string;
  toDay?: string;
}

type Row = CountRow<"versionId" | "stepId" | "channel" | "reason" | "day">;

/**
 * R2–R4: the figures of a scenario in sum, of each version with its steps, and by day. A range limits what is counted to
 * what happened in it; Active and Standing are then the difference within the range.
 */
export async function readScenarioStatistics(db: Database, shopId: number, scenarioId: string, range: DayRange = {}): Promise<ScenarioStatistics> {
  const shop = db.forShop(shopId);
  const [versions, rows, [people]] = await Promise.all([
    shop.selectFrom("ScenarioVersion").select(["id", "number", "publishedAt", "definition"]).where("scenarioId", "=", scenarioId).orderBy("number", "desc").execute(),
    readCounts(db, shopId, ["versionId", "stepId", "channel", "reason", "day"], { scenarioIds: [scenarioId], ...range }),
    // Runs are found by their customers: it goes through those of the whole shop.
    db.readLong(sql<{ customers: number }>`select count(distinct "customerId") as "customers" from "Run" where "shopId" = ${shopId} and "scenarioId" = ${scenarioId}`),
  ]);
  const byVersion = Map.groupBy(rows, (row) => row.versionId);
  const byDay = gatherCounts(rows, (row) => row.day);
  return {
    figures: figuresOf(sumOf(rows)),
    distinctCustomers: people?.customers ?? 0,
    versions: versions.map((version) => versionStatistics({ ...version, definition: scenarioDefinitionSchema.parse(JSON.parse(version.definition)) }, byVersion.get(version.id) ?? [])),
    days: [...byDay].sort(([a], [b]) => a.localeCompare(b)).map(([day, counts]) => ({ day, figures: figuresOf(counts) })),
  };
}

function versionStatistics(version: Pick<VersionStatistics, "id" | "number" | "publishedAt" | "definition">, rows: Row[]): VersionStatistics {
  const byStep = gatherCounts(rows.filter((row) => row.stepId !== ""), (row) => row.stepId);
  const byChannel = gatherCounts(rows.filter((row) => row.channel !== ""), (row) => row.channel);
  const removed = rows.filter((row) => row.metric === "removed");
  return {
    ...version,
    figures: figuresOf(sumOf(rows)),
    removedByReason: Object.fromEntries([...gatherCounts(removed, (row) => row.reason)].map(([reason, counts]) => [reason, counts.removed ?? 0])),
    channels: Object.fromEntries([...byChannel].map(([channel, counts]) => [channel, figuresOf(counts)])),
    steps: version.definition.steps.map(({ id, type }) => ({ id, type, ...stepFiguresOf(byStep.get(id) ?? {}) })),
  };
}

const sumOf = (rows: Row[]): Counts => gatherCounts(rows, () => "all").get("all") ?? {};
