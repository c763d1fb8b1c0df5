import type { z } from "zod";
import { ControlError } from "./control-error.ts";

interface ControlRequest {
  params: Record<string, string>;
  query: URLSearchParams;
  /** Parsed JSON; an empty object when there was no body. */
  body: unknown;
}

interface ControlAnswer {
  status?: number;
  body: unknown;
}

export interface ControlRoute {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/_dev`, with `:name` for a part that varies. */
  path: string;
  handle: (request: ControlRequest) => ControlAnswer | Promise<ControlAnswer>;
}

/** Checks `input` and returns it typed. Throws ControlError 422 that says what is wrong and where. */
export function checked<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join(".") ?? "";
  throw new ControlError(422, "invalid", path ? `${path}: ${issue?.message ?? "invalid"}` : (issue?.message ?? "invalid"), path || undefined);
}

/** The parameters of the query as an object; a parameter given twice is refused rather than half ignored. */
export function queryObject(query: URLSearchParams): Record<string, string> {
  for (const name of query.keys()) if (query.getAll(name).length > 1) throw new ControlError(422, "invalid", `${name}: given more than once`, name);
  return Object.fromEntries(query);
}
