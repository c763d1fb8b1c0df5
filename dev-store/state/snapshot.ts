import type { StoreState } from "./types.ts";

const VERSION = 1;

/** The whole state as text, for a file that outlives the process. */
export function stateToJson(state: StoreState): string {
  return JSON.stringify({ version: VERSION, state }, (_name, value: unknown) => (value instanceof Map ? { entries: [...(value as Map<string, unknown>)] } : value));
}

/** What stateToJson wrote; null for a text of another version, after which one starts from the seed. Throws SyntaxError on broken text. */
export function stateFromJson(text: string): StoreState | null {
  const parsed = JSON.parse(text, (_name, value: unknown) => (isEntries(value) ? new Map(value.entries) : value)) as { version: unknown; state: StoreState };
  return parsed.version === VERSION ? parsed.state : null;
}

function isEntries(value: unknown): value is { entries: [string, unknown][] } {
  return typeof value === "object" && value !== null && "entries" in value && Array.isArray(value.entries) && Object.keys(value).length === 1;
}
