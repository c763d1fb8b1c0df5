import type { ScenarioStatus } from "~/domain/scenario/status";
import type { Figures } from "./figures";

/** Orders in which the list of scenarios can be seen. */
export const SCENARIO_SORTS = ["updated", "name", "status", "revenue", "started", "active", "sent", "clicked"] as const;
export type ScenarioSort = (typeof SCENARIO_SORTS)[number];

export interface Sortable {
  name: string;
  status: ScenarioStatus;
  updatedAt: number;
  figures: Figures;
}

/** Names from A on, active before drafts, figures from the largest; what is equal, the last changed first. */
export function sortScenarios<Item extends Sortable>(items: readonly Item[], by: ScenarioSort): Item[] {
  const order: ScenarioStatus[] = ["active", "draft", "stopped", "deleted"];
  return [...items].sort((a, b) => compare(a, b) || b.updatedAt - a.updatedAt);

  function compare(a: Item, b: Item): number {
    switch (by) {
      case "updated": return 0;
      case "name": return a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: "base" });
      case "status": return order.indexOf(a.status) - order.indexOf(b.status);
      default: return b.figures[by] - a.figures[by];
    }
  }
}

export const knownSort = (value: string | null): ScenarioSort => SCENARIO_SORTS.find((known) => known === value) ?? "updated";
