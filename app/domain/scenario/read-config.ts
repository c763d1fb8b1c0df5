import type { z } from "zod";
import type { ConfigMigrations } from "./step-type";

export interface VersionedConfig {
  version: number;
  config: z.ZodType;
  migrations?: ConfigMigrations;
}

export type ReadConfig =
  | { ok: true; config: unknown }
  | { ok: false; issues: z.core.$ZodIssue[] }
  /** Saved by a newer program, or by one so old that no migration reaches it. */
  | { ok: false; issues: null };

/** Brings a stored config up to the type's version and checks its shape. */
export function readConfig(type: VersionedConfig, node: { version: number; config: unknown }): ReadConfig {
  if (node.version > type.version) return { ok: false, issues: null };
  let config = node.config;
  for (let version = node.version; version < type.version; version += 1) {
    const migrate = type.migrations?.[version];
    if (!migrate) return { ok: false, issues: null };
    config = migrate(config);
  }
  const read = type.config.safeParse(config);
  return read.success ? { ok: true, config: read.data } : { ok: false, issues: read.error.issues };
}
