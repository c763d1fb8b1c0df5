/**
 * `npm test`: everything that must hold. Sets up what is missing, runs every stage to its end whatever the others say (checks beside each other, then tests), and ends with one
 * line, "N passed, N failed". A check counts as one, each test as one; a stage in which no test ran has failed.
 *
 *   node scripts/test.mjs [stage …]      only the stages named: types, domain, lint, structure, unused, tests, tests-bull, tests-postgres, e2e
 */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join, relative } from "node:path";
import { commandOf, localNode, ROOT } from "./setup/repository.mjs";
import { setup } from "./setup.mjs";

const REPORTS = join(ROOT, ".cache", "reports");
const LINES_OF_A_FAILURE = 25;

const STAGES = [
  { name: "types", title: "Types", script: () => commandOf("typescript", "tsc"), args: ["--noEmit"] },
  { name: "domain", title: "Types of the domain, without the platform's", script: () => commandOf("typescript", "tsc"), args: ["-p", "app/domain/tsconfig.json"] },
  { name: "lint", title: "Lint", script: () => commandOf("eslint"), args: [".", "--max-warnings", "0"] },
  { name: "structure", title: "Who may import whom", script: () => commandOf("dependency-cruiser", "depcruise"), args: ["app", "--config", "dependency-rules.cjs"] },
  { name: "unused", title: "Nothing unused", script: () => commandOf("knip"), args: [] },
  { name: "tests", title: "Unit, integration and extension tests (SQLite, embedded)", config: "vitest.config.ts" },
  { name: "tests-bull", title: "Integration tests (SQLite, Bull)", config: "vitest.config.ts", env: { TEST_QUEUE: "bull" }, apt: "redis-server" },
  { name: "tests-postgres", title: "Integration tests (PostgreSQL, Bull)", config: "vitest.config.ts", env: { TEST_DATABASE: "postgres", TEST_QUEUE: "bull" }, apt: "redis-server" },
  { name: "e2e", title: "End to end in Chromium", config: "vitest.e2e.config.ts", apt: "chromium" },
];

function run(script, args, env = {}, onSaid) {
  const path = [join(ROOT, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  return new Promise((resolve) => {
    const child = spawn(localNode(), [script, ...args], { cwd: ROOT, env: { ...process.env, ...env, PATH: path, CI: "1" }, stdio: onSaid ? ["ignore", "pipe", "pipe"] : "inherit" });
    for (const stream of onSaid ? [child.stdout, child.stderr] : []) stream.on("data", onSaid);
    child.on("error", () => resolve(1));
    child.on("close", (code, signal) => {
      if (signal) onSaid?.(Buffer.from(`ended by ${signal}\n`));
      resolve(code ?? 1);
    });
  });
}

/** What it says is told once it has ended: checks run beside each other. */
async function check({ script, args }) {
  const said = [];
  const ok = (await run(script(), args, {}, (text) => said.push(text))) === 0;
  process.stdout.write(Buffer.concat(said));
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, failures: [] };
}

async function tests({ name, config, env }) {
  const report = join(REPORTS, `${name}.json`);
  rmSync(report, { force: true });
  const code = await run(commandOf("vitest"), ["run", "--config", config, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`], env);
  const { passed, failures } = read(report);
  // A file that cannot be read, an error outside of tests, or no test at all: failed, though no test says so.
  if (failures.length === 0 && (code !== 0 || passed === 0)) failures.push(`${name}: ended with code ${code}, ${passed} tests passed; see above`);
  return { passed, failed: failures.length, failures };
}

/** What a report says: how many passed, and each failure with its message, to be told once more at the end, where it is looked for. */
function read(report) {
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
    return { passed: numPassedTests, failures: testResults.flatMap(failuresOf) };
  } catch (error) {
    return { passed: 0, failures: [`There is no report of this stage: ${error.message}`] };
  }
}

function failuresOf({ name: file, status, message, assertionResults }) {
  const tests = assertionResults.filter((test) => test.status === "failed");
  if (tests.length === 0) return status === "failed" ? [told(file, "cannot be read", message)] : [];
  return tests.map(({ fullName, failureMessages }) => told(file, fullName, failureMessages.join("\n")));
}

function told(file, what, message) {
  const lines = message.split("\n").slice(0, LINES_OF_A_FAILURE);
  return [`${relative(ROOT, file)}: ${what}`, ...lines].join("\n    ");
}

async function stageOf(stage) {
  process.stdout.write(`\n▶ ${stage.title}\n`);
  const began = Date.now();
  const result = await (stage.config ? tests(stage) : check(stage));
  const seconds = Math.round((Date.now() - began) / 1000);
  const line = `${result.failed === 0 ? "✓" : "✗"} ${stage.title}: ${result.passed} passed, ${result.failed} failed, ${seconds} s`;
  process.stdout.write(`${line}\n`);
  return { ...result, line };
}

async function main(wanted) {
  const unknown = wanted.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0) throw new Error(`There is no stage ${unknown.join(", ")}. The stages are ${STAGES.map(({ name }) => name).join(", ")}.`);
  const stages = STAGES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  await setup({ apt: [...new Set(stages.flatMap(({ apt }) => apt ?? []))] });
  mkdirSync(REPORTS, { recursive: true });
  const results = await Promise.all(stages.filter(({ config }) => !config).map(stageOf));
  // One after the other: each has the machine to itself.
  for (const stage of stages.filter(({ config }) => config)) results.push(await stageOf(stage));
  const sum = (key) => results.reduce((all, each) => all + each[key], 0);
  const failures = results.flatMap((result) => result.failures);
  if (failures.length > 0) process.stdout.write(`\nFailed:\n\n${failures.join("\n\n")}\n`);
  process.stdout.write(`\n${results.map(({ line }) => line).join("\n")}\n\n${sum("passed")} passed, ${sum("failed")} failed\n`);
  return sum("failed") === 0 && sum("passed") > 0;
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.stdout.write("0 passed, 1 failed\n");
  process.exitCode = 1;
}
