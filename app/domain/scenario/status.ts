/** R1: a scenario's statuses and the only transitions between them. */
export const SCENARIO_STATUSES = ["draft", "active", "stopped", "deleted"] as const;
export type ScenarioStatus = (typeof SCENARIO_STATUSES)[number];

export const SCENARIO_ACTIONS = ["activate", "stop", "delete", "restore"] as const;
export type ScenarioAction = (typeof SCENARIO_ACTIONS)[number];

const transitions: Record<ScenarioStatus, Partial<Record<ScenarioAction, (everRan: boolean) => ScenarioStatus>>> = {
  draft: { activate: () => "active", delete: () => "deleted" },
  active: { stop: () => "stopped", delete: () => "deleted" },
  stopped: { activate: () => "active", delete: () => "deleted" },
  deleted: { restore: (everRan) => (everRan ? "stopped" : "draft") },
};

/** The status after the action, or null where R1 does not allow it. `everRan`: it was active at least once. */
export function nextStatus(status: ScenarioStatus, action: ScenarioAction, everRan: boolean): ScenarioStatus | null {
  return transitions[status][action]?.(everRan) ?? null;
}

/** What may be done with a scenario of this status, in the order menus show it. */
export function allowedActions(status: ScenarioStatus): ScenarioAction[] {
  return SCENARIO_ACTIONS.filter((action) => transitions[status][action] !== undefined);
}

export const canBeEdited = (status: ScenarioStatus): boolean => status !== "deleted";
