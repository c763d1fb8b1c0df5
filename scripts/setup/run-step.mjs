import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { ROOT } from "./repository.mjs";

/**
 * Runs a command under a title with the seconds ticking beside it, on stderr. Its output is kept and shown only when it fails.
 * Throws an Error that names the step.
 */
export function runStep(title, command, args, env = {}) {
  const done = showProgress(title);
  return new Promise((resolve, reject) => {
    // Tools start other tools by name, as they may under npm.
    const path = [join(ROOT, "node_modules", ".bin"), process.env.PATH].join(delimiter);
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, PATH: path, ...env }, stdio: ["ignore", "pipe", "pipe"], shell: command.endsWith(".cmd") });
    let output = "";
    child.stdout.on("data", (chunk) => { output += chunk; });
    child.stderr.on("data", (chunk) => { output += chunk; });
    child.on("error", (error) => {
      done(false);
      reject(new Error(`${title} failed: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      done(code === 0);
      if (code === 0) return resolve(output);
      process.stderr.write(`${shortened(output)}\n`);
      reject(new Error(`${title} failed (${signal ?? `exit code ${code}`}). The output above says why.`));
    });
  });
}

/** Tools say what is wrong at the beginning or at the very end, and print their state between. */
function shortened(output) {
  const lines = output.trimEnd().split("\n");
  if (lines.length <= 60) return lines.join("\n");
  return [...lines.slice(0, 45), `    … ${lines.length - 55} more lines`, ...lines.slice(-10)].join("\n");
}

/** Steps that run side by side share the line: a terminal shows the latest, a log one line as each ends. */
const running = new Map();
let ticker;

/** Shows `title` as under way until the returned function is called with whether it went well. */
export function showProgress(title) {
  const began = Date.now();
  running.set(title, began);
  const seconds = () => Math.round((Date.now() - began) / 1000);
  if (process.stderr.isTTY) {
    ticker ??= setInterval(draw, 250);
    draw();
  } else {
    process.stderr.write(`  … ${title}\n`);
  }
  return (well) => {
    running.delete(title);
    process.stderr.write(`${process.stderr.isTTY ? "\r\x1b[2K" : ""}  ${well ? "✓" : "✗"} ${title}${seconds() > 0 ? `, ${seconds()} s` : ""}\n`);
    if (running.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
  };
}

function draw() {
  const line = [...running].map(([title, began]) => `${title} ${Math.round((Date.now() - began) / 1000)} s`).join(" · ");
  process.stderr.write(`\r\x1b[2K  … ${line.slice(0, (process.stderr.columns ?? 80) - 6)}`);
}
