import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ScenarioCommand } from "../../scripts/tour/scenario-command.ts";
import { largeScenario } from "./large-scenario.ts";

const scenarioFile = z.looseObject({ steps: z.array(z.looseObject({ id: z.string(), type: z.string(), config: z.record(z.string(), z.unknown()), next: z.record(z.string(), z.string().nullable()) })) });
type ScenarioFile = z.infer<typeof scenarioFile>;

const refusal = z.looseObject({ stdout: z.string() });

describe("Scenario files, through the command line as it is built", () => {
  const command = new ScenarioCommand({});
  let folder: string;
  let template: ScenarioFile;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "scenarios-files-"));
    template = scenarioFile.parse(JSON.parse(await command.run("template", "abandoned-cart-series")));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What `validate` prints of a file: nothing but its answer when it accepts. */
  const validate = async (file: object): Promise<{ accepted: boolean; said: string }> => {
    const path = join(folder, "scenario.json");
    writeFileSync(path, JSON.stringify(file));
    return command.run("validate", path).then((said) => ({ accepted: true, said }), (error: unknown) => ({ accepted: false, said: refusal.parse(error).stdout }));
  };
  const changed = (place: number, change: Partial<ScenarioFile["steps"][number]>): ScenarioFile => ({ ...template, steps: template.steps.map((step, at) => (at === place ? { ...step, ...change } : step)) });

  it("R34 a template is a file that can be imported, and so is one of 200 steps", async () => {
    expect(await validate(template)).toMatchObject({ accepted: true });
    expect(await validate(largeScenario("Large"))).toMatchObject({ accepted: true });
  });

  it("names an unknown step with its path", async () => {
    expect(await validate(changed(1, { type: "teleport" }))).toEqual({ accepted: false, said: expect.stringMatching(/steps\[1\]\.type: .*teleport/) as string });
  });

  it("names a cycle with the path of the way that closes it", async () => {
    expect(await validate(changed(4, { next: { next: "help" } }))).toEqual({ accepted: false, said: expect.stringMatching(/steps\[4\]\.next\.next: .*help/) as string });
  });

  it("names a dangling branch with its path", async () => {
    expect(await validate(changed(0, { next: { next: "nowhere" } }))).toEqual({ accepted: false, said: expect.stringMatching(/steps\[0\]\.next\.next: .*nowhere/) as string });
  });

  it("R26 names broken Liquid with its line and column", async () => {
    const config = { ...template.steps[0]?.config, body: "<p>Hello</p>\n{% if customer %}" };
    expect(await validate(changed(0, { config }))).toEqual({ accepted: false, said: expect.stringMatching(/steps\[0\]\.config\.body: Line 2, column 1: /) as string });
  });

  it("says of a file that is no scenario what is wrong with it", async () => {
    const path = join(folder, "broken.json");
    writeFileSync(path, "{ \"name\": ");
    await expect(command.run("validate", path)).rejects.toThrow(/broken\.json is not JSON/);
  });
});
