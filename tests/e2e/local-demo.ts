import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DemoStack } from "../../scripts/demo/demo-stack.ts";
import { findFreePorts } from "../../scripts/demo/require-free-ports.ts";
import { StoreControl } from "../../scripts/demo/store-control.ts";
import { ScenarioCommand } from "../../scripts/tour/scenario-command.ts";

/** The demo as people get it, on free ports and with an empty data folder that goes with it. */
export class LocalDemo {
  readonly stack: DemoStack;
  readonly control: StoreControl;
  readonly command: ScenarioCommand;
  readonly folder: string;

  constructor(stack: DemoStack, folder: string) {
    this.stack = stack;
    this.folder = folder;
    this.control = new StoreControl(stack.addresses);
    this.command = new ScenarioCommand(stack.appEnvironment);
  }

  static async start(): Promise<LocalDemo> {
    const folder = mkdtempSync(join(tmpdir(), "scenarios-e2e-"));
    const stack = new DemoStack({ port: await findFreePorts(null, 4), dataFolder: folder });
    try {
      await stack.start();
    } catch (error) {
      await stack.stop();
      throw error;
    }
    return new LocalDemo(stack, folder);
  }

  async stop(): Promise<void> {
    await this.stack.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
