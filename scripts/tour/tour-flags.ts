import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { findFreePorts } from "../demo/require-free-ports.ts";

export interface TourFlags {
  /** The first of four; null where the ports were left to us. */
  port: number | null;
  /** Absolute path; null for a folder that lives as long as the tour. */
  dataFolder: string | null;
  json: boolean;
  distributed: boolean;
}

const DEFAULT_PORT = 4400;
const HIGHEST = 65_532;

/** Flags of `npm run demo -- --tour`. Throws an Error for people. */
export function readTourFlags(args: string[], workingFolder: string): TourFlags {
  const { values } = parseArgs({
    args,
    options: { tour: { type: "boolean" }, port: { type: "string" }, "no-open": { type: "boolean" }, data: { type: "string" }, json: { type: "boolean", default: false }, distributed: { type: "boolean", default: false } },
  });
  const port = values.port === undefined ? null : Number(values.port);
  if (port !== null && (!Number.isInteger(port) || port < 1 || port > HIGHEST)) throw new Error(`--port takes a number from 1 to ${HIGHEST}, not "${values.port}".`);
  return { port, dataFolder: values.data === undefined ? null : resolve(workingFolder, values.data), json: values.json, distributed: values.distributed };
}

/** The port asked for, whatever holds it; else the demo's own, or others when it is taken by a demo that runs. */
export async function portOfTour({ port }: Pick<TourFlags, "port">): Promise<number> {
  return port ?? findFreePorts(DEFAULT_PORT, 4);
}
