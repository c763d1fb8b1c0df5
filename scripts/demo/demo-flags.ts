import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export interface DemoFlags {
  port: number;
  /** Open a browser when everything is ready. */
  open: boolean;
  /** Absolute path of the folder in which the demo keeps its state. */
  dataFolder: string;
  /** Redis, a web process and workers, instead of one process that does all. */
  distributed: boolean;
  /** Say that all is ready as one line of JSON on stdout, instead of in words. */
  json: boolean;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const HIGHEST = 65_532;

/** Throws an Error for people. The demo takes `port` to `port + 3`. */
export function readDemoFlags(args: string[], workingFolder: string): DemoFlags {
  const { values } = parseArgs({
    args,
    options: { port: { type: "string", default: "4400" }, "no-open": { type: "boolean", default: false }, data: { type: "string" }, json: { type: "boolean", default: false }, distributed: { type: "boolean", default: false } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > HIGHEST) throw new Error(`--port takes a number from 1 to ${HIGHEST}, not "${values.port}".`);
  return {
    port,
    open: !values["no-open"] && !values.json,
    dataFolder: values.data === undefined ? resolve(ROOT, "data/demo") : resolve(workingFolder, values.data),
    distributed: values.distributed,
    json: values["no-open"] || values.json,
  };
}
