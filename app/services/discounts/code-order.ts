/** Who gets a code, for which step of which run. The effect is what makes asking twice harmless. */
export interface CodeOrder {
  effectId: string;
  runId: string;
  scenarioId: string;
  stepId: string;
  customerId: string;
  /** How messages name it beside `discount`; null where they need not. */
  name: string | null;
  whenStale: "suppress" | "without";
}
