import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { InboxMessage } from "../inbox/inbox.ts";
import type { KeptPushService } from "../providers/push-service.ts";
import type { KeptResend } from "../providers/resend.ts";
import type { KeptTwilio } from "../providers/twilio.ts";
import type { StoreState } from "../state/types.ts";

/** What lies in the data folder between two starts of the dev store. */
export interface Snapshot {
  offsetMs: number;
  /** Parts that a later version of the store added are missing here and come from the seed. */
  state: Partial<StoreState>;
  inbox: InboxMessage[];
  resend: KeptResend;
  /** Missing from snapshots of before there was one. */
  twilio?: KeptTwilio;
  push?: KeptPushService;
}

const FORMAT = 1;
const FILE = "store.json";
const envelope = z.object({ format: z.literal(FORMAT), offsetMs: z.number(), state: z.record(z.string(), z.unknown()), inbox: z.array(z.unknown()), resend: z.record(z.string(), z.unknown()), twilio: z.record(z.string(), z.unknown()).optional(), push: z.record(z.string(), z.unknown()).optional() });

/** Null when the folder holds no snapshot. Throws when it holds one that cannot be read, naming the file and the way out. */
export function readSnapshot(folder: string): Snapshot | null {
  const path = join(folder, FILE);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  const parsed = envelope.safeParse(parse(text));
  if (!parsed.success) throw new Error(`${path} is not a state of this version of the local store. Delete the folder ${folder} to begin anew, or choose another with --data.`);
  return parsed.data as unknown as Snapshot;
}

/** Replaces the snapshot in one step, so that a killed process leaves the former or the new one. */
export function writeSnapshot(folder: string, snapshot: Snapshot): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, FILE);
  const text = JSON.stringify({ format: FORMAT, ...snapshot }, (_key, value: unknown) => (value instanceof Map ? { $map: [...value] } : value));
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) => (isMap(value) ? new Map(value.$map) : value));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isMap(value: unknown): value is { $map: [unknown, unknown][] } {
  return typeof value === "object" && value !== null && "$map" in value && Array.isArray(value.$map);
}
