import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runStep } from "../setup/run-step.mjs";

const COMMAND = fileURLToPath(new URL("../../build/node/scenario.js", import.meta.url));
const TEMPLATE = "abandoned-cart-series";

/** One active scenario from the abandoned-cart template, made with the app's own command line in the app's environment. */
export async function createFirstScenario(shopDomain: string, dataFolder: string, environment: Record<string, string>): Promise<void> {
  const template = await runStep("Reading the abandoned-cart template", process.execPath, [COMMAND, "template", TEMPLATE], environment);
  const file = join(dataFolder, `${TEMPLATE}.json`);
  writeFileSync(file, template);
  await runStep("Activating a scenario made from it", process.execPath, [COMMAND, "--shop", shopDomain, "import", file, "--activate"], environment);
}
