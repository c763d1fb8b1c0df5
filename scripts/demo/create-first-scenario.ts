import { fileURLToPath } from "node:url";
import { runStep } from "../setup/run-step.mjs";

const COMMAND = fileURLToPath(new URL("../../build/node/scenario.js", import.meta.url));

/** One active scenario from the abandoned-cart template, made with the app's own command line in the app's environment. */
export async function createFirstScenario(shopDomain: string, environment: Record<string, string>): Promise<void> {
  await runStep("Creating the abandoned-cart scenario from its template", process.execPath, [COMMAND, "create", "--template", "abandoned-cart", "--shop", shopDomain, "--activate"], environment);
}
