import { readFileSync } from "node:fs";

export interface SchemaColumn {
  name: string;
  type: "String" | "BigInt" | "Int" | "Boolean";
  optional: boolean;
}

/** Every table of prisma/schema.prisma with its columns, so that a test can walk them all: those of tomorrow too. */
export function schemaTables(): ReadonlyMap<string, SchemaColumn[]> {
  const text = readFileSync(new URL("../../prisma/schema.prisma", import.meta.url), "utf8");
  const tables = new Map<string, SchemaColumn[]>();
  for (const [, name = "", body = ""] of text.matchAll(/^model (\w+) \{$(.*?)^\}$/gms)) {
    tables.set(name, [...body.matchAll(/^ {2}(\w+)\s+(String|BigInt|Int|Boolean)(\?)?/gm)].map(([, column = "", type, optional]) => ({ name: column, type: type as SchemaColumn["type"], optional: optional === "?" })));
  }
  return tables;
}
