import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoreControl } from "../demo/store-control.ts";
import type { AdminPages } from "./admin-pages.ts";
import type { Facts } from "./facts.ts";
import type { ScenarioCommand } from "./scenario-command.ts";

/** What a chapter of the story is told with. */
export interface Chapter {
  facts: Facts;
  control: StoreControl;
  admin: AdminPages;
  command: ScenarioCommand;
  /** Where scenario files are written. */
  folder: string;
}

interface ChapterScenario {
  name: string;
  entryPoint: { type: string; config: object };
  step: object;
  whileInside?: "new-instance" | "ignore";
  onOrder?: boolean;
}

/** Imports a scenario of one entry point and one step as a file, as a merchant's developer does, and lets it go live. */
export async function activateScenario({ command, folder }: Pick<Chapter, "command" | "folder">, { name, entryPoint, step, whileInside = "new-instance", onOrder = false }: ChapterScenario): Promise<void> {
  await importScenario({ command, folder }, {
    name, format: 1, entryPoints: [{ id: "way-in", version: 1, ...entryPoint }], firstStepId: "one", steps: [{ id: "one", version: 1, next: { next: null }, ...step }],
    settings: { reentry: { whileInside, afterEnd: "always", minIntervalHours: 24 }, exits: { onOrder, onPage: [] } },
  });
}

/** Imports a scenario file and lets it go live. */
export async function importScenario({ command, folder }: Pick<Chapter, "command" | "folder">, file: { name: string } & Record<string, unknown>): Promise<void> {
  const path = join(folder, `${file.name}.json`);
  writeFileSync(path, JSON.stringify(file));
  await command.run("import", path, "--activate");
}

/** A step that sends an e-mail with this subject to whoever subscribed to the newsletter. */
export const emailStep = (subject: string, body: string) => ({
  type: "send-email", config: { subject, preheader: "", body, consent: "newsletter", transactional: false, transactionalReason: "", onFailure: "continue" },
});
