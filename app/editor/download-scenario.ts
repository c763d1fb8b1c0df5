import type { Draft } from "./model/history";

/** Hands the draft to the browser as a scenario file (docs/scenario.schema.json), as it stands in the editor. */
export function downloadScenario({ name, definition }: Draft): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify({ name, ...definition }, null, 2)}\n`], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${fileName(name)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

function fileName(name: string): string {
  const plain = name.normalize("NFKD").replace(/[^\p{Letter}\p{Number}]+/gu, "-").replace(/^-+|-+$/g, "").toLowerCase();
  return plain.slice(0, 60) || "scenario";
}
