import { storefrontBatch, type StorefrontBatch } from "~/domain/event/storefront-batch";
import type { Refusal } from "./refusal";

/** A batch by the wire format, or where it departs from it. */
export function readBatch(body: string): StorefrontBatch | Refusal {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { status: 400, code: "malformed", message: "The body is not JSON." };
  }
  const parsed = storefrontBatch.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return { status: 400, code: "malformed", message: issue?.message ?? "The body is no batch.", path: issue?.path.join(".") ?? "" };
}
