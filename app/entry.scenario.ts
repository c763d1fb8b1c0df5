import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { CommandFault, withCommand } from "~/command-line/command-context.server";
import { findByIdOrName } from "~/command-line/find-by-name.server";
import { readShopChoices } from "~/queries/shop-choices.server";
import { readScenarioFile } from "~/command-line/read-scenario-file.server";
import { sayProblem } from "~/command-line/say-problem";
import { sayRefusal } from "~/command-line/say-refusal";
import { minorDigits } from "~/domain/money";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import { scenarioFileJsonSchema } from "~/domain/scenario/scenario-file";
import { entryPointTypes } from "~/entry-points/registry";
import { listScenarios } from "~/queries/scenario-list.server";
import { readScenarioStatistics } from "~/queries/scenario-statistics.server";
import { activateScenario } from "~/services/scenarios/activate-scenario.server";
import { createScenario } from "~/services/scenarios/create-scenario.server";
import { stopScenario } from "~/services/scenarios/stop-scenario.server";
import { stepTypes } from "~/steps/registry";
import { findTemplate, scenarioTemplates } from "~/templates/registry";

interface Options {
  shop?: string;
  json?: boolean;
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));
const fileOf = (name: string, definition: ScenarioDefinition): object => ({ name, ...definition });

const program = new Command("scenario").description("Scenarios from the command line, on the app's database").option("--shop <domain>", "the shop, where there are several").option("--json", "answer in JSON");
const options = (): Options => program.opts<Options>();

program.command("list").description("all scenarios with their figures").action(() =>
  withCommand(options().shop, async ({ context, shop }) => {
    const scenarios = await listScenarios(context.db, shop.id, { status: null, search: "" });
    if (options().json) return printJson(scenarios);
    for (const { id, name, status, figures } of scenarios) print(`${id}  ${status.padEnd(7)}  started ${figures.started}, active ${figures.active}, sent ${figures.sent}, revenue ${(figures.revenue / 10 ** minorDigits(shop.currency)).toFixed(minorDigits(shop.currency))} ${shop.currency}  ${name}`);
    if (scenarios.length === 0) print("There are no scenarios yet.");
  }),
);

program.command("show <scenario>").description("one scenario as it is now").action((which: string) =>
  withCommand(options().shop, async (command) => {
    const { definition, ...scenario } = await findByIdOrName(command, which);
    if (options().json) return printJson({ ...scenario, definition });
    print(`${scenario.name} (${scenario.status}), ${definition.entryPoints.length} entry points, ${definition.steps.length} steps`);
    for (const { id, type } of [...definition.entryPoints, ...definition.steps]) print(`  ${id}: ${type}`);
  }),
);

program.command("export <scenario> [file]").description("write a scenario as a file").action((which: string, file?: string) =>
  withCommand(options().shop, async (command) => {
    const { name, definition } = await findByIdOrName(command, which);
    const text = JSON.stringify(fileOf(name, definition), null, 2);
    if (file) writeFileSync(file, `${text}\n`);
    else print(text);
  }),
);

program.command("template [id]").description("write a template as a scenario file, or list them").action((id?: string) => {
  if (!id) return scenarioTemplates.forEach((template) => print(template.id));
  const template = findTemplate(id);
  if (!template) throw new CommandFault(`There is no template “${id}”. \`template\` lists them.`);
  printJson(fileOf(template.name, template.definition()));
});

program.command("validate <file>").description("check a scenario file; with --shop also what it refers to").action(async (file: string) => {
  const { shop: domain } = options();
  const choices = domain ? await withCommand(domain, ({ context, shop }) => readShopChoices(context.db, shop)) : undefined;
  const { problems } = readScenarioFile(file, choices);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (options().json) printJson({ ok: errors.length === 0, problems });
  else for (const problem of problems) print(sayProblem(problem));
  if (errors.length > 0) process.exitCode = 1;
  else if (!options().json) print("The file can be imported and activated.");
});

program.command("import <file>").description("make a scenario from a file").option("--activate", "let customers in at once").action((file: string, { activate }: { activate?: boolean }) =>
  withCommand(options().shop, async ({ context, shop }) => {
    const { name, definition, problems } = readScenarioFile(file, await readShopChoices(context.db, shop));
    const errors = problems.filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new CommandFault(errors.map(sayProblem).join("\n"));
    const id = await createScenario(context, shop.id, { name, definition });
    if (activate) {
      const activated = await activateScenario(context, shop.id, id);
      if (!activated.ok) throw new CommandFault(sayRefusal(activated));
    }
    if (options().json) printJson({ id, status: activate ? "active" : "draft" });
    else print(`${id}  ${activate ? "active" : "draft"}  ${name}`);
  }),
);

program.command("activate <scenario>").description("let customers in").action((which: string) =>
  withCommand(options().shop, async (command) => {
    const { id, name } = await findByIdOrName(command, which);
    const activated = await activateScenario(command.context, command.shop.id, id);
    if (!activated.ok) throw new CommandFault(sayRefusal(activated));
    if (options().json) printJson({ id, status: "active", versionId: activated.versionId });
    else print(`${name} is active.`);
  }),
);

program.command("stop <scenario>").description("let nobody in any more; those inside are held").option("--remove", "remove those inside instead").action((which: string, { remove }: { remove?: boolean }) =>
  withCommand(options().shop, async (command) => {
    const { id, name } = await findByIdOrName(command, which);
    const stopped = await stopScenario(command.context, command.shop.id, id, remove ? "remove" : "hold");
    if (!stopped.ok) throw new CommandFault(sayRefusal(stopped));
    if (options().json) printJson({ id, status: "stopped" });
    else print(`${name} is stopped.`);
  }),
);

program.command("stats <scenario>").description("figures in sum, by version and by step; money in minor units").option("--from <day>", "YYYY-MM-DD").option("--to <day>", "YYYY-MM-DD")
  .action((which: string, range: { from?: string; to?: string }) =>
    withCommand(options().shop, async (command) => {
      const { id, name, status } = await findByIdOrName(command, which);
      const statistics = await readScenarioStatistics(command.context.db, command.shop.id, id, { ...(range.from ? { fromDay: range.from } : {}), ...(range.to ? { toDay: range.to } : {}) });
      const versions = statistics.versions.map(({ definition: _definition, ...version }) => version);
      if (options().json) return printJson({ id, name, status, currency: command.shop.currency, ...statistics, versions });
      for (const [metric, value] of Object.entries(statistics.figures)) print(`${metric.padEnd(16)} ${value}`);
    }),
  );

program.command("schema").description("the JSON Schema of scenario files").action(() => printJson(scenarioFileJsonSchema({ steps: stepTypes, entryPoints: entryPointTypes })));

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof CommandFault ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
