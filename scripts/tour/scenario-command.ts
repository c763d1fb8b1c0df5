import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";

const COMMAND = fileURLToPath(new URL("../../build/node/scenario.js", import.meta.url));
const run = promisify(execFile);

const listed = z.array(z.looseObject({ id: z.string(), name: z.string(), status: z.string() }));
const figures = z.record(z.string(), z.number());
const statistics = z.looseObject({ figures });

/** The app's command line, as a merchant's developer uses it beside the running app. Rejects with what it says when it refuses. */
export class ScenarioCommand {
  readonly #environment: Record<string, string>;

  constructor(environment: Record<string, string>) {
    this.#environment = environment;
  }

  async list(): Promise<z.infer<typeof listed>> {
    return listed.parse(JSON.parse(await this.run("--json", "list")));
  }

  /** The figures of R2 in sum; money in minor units. */
  async figures(scenario: string): Promise<z.infer<typeof figures>> {
    return statistics.parse(JSON.parse(await this.run("--json", "stats", scenario))).figures;
  }

  /** What the command prints. */
  async run(...args: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [COMMAND, ...args], { env: { ...process.env, ...this.#environment }, maxBuffer: 64 << 20 });
    return stdout;
  }
}
