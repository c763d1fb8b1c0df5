import type { z } from "zod";
import type { Milliseconds } from "~/domain/instant";

/** One operation of the Admin API: its document and the shape that its answer must have. */
export interface AdminQuery<Variables extends Record<string, unknown>, Data> {
  document: string;
  data: z.ZodType<Data>;
  /** Never set; carries the type of the variables. */
  readonly variables?: Variables;
}

interface AdminAnswer<Data> {
  data: Data;
  /** How long to rest, in real time, until Shopify's bucket has room for the same query again. */
  restMs: Milliseconds;
}

/** The Admin API in the name of one shop. Every failure is an `AdminApiError`. */
export interface AdminApi {
  ask<Variables extends Record<string, unknown>, Data>(query: AdminQuery<Variables, Data>, variables: Variables): Promise<AdminAnswer<Data>>;
}

/** Opens the Admin API of a shop by its offline token, outside a request. */
export type OpenAdminApi = (domain: string) => Promise<AdminApi>;

export class AdminApiError extends Error {
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  readonly retryAfterMs: Milliseconds;
  /** Shopify's code where it gave one, such as THROTTLED or MAX_COST_EXCEEDED. */
  readonly code: string;

  constructor(message: string, options: { retryable: boolean; code: string; retryAfterMs?: Milliseconds; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = "AdminApiError";
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs ?? 0;
    this.code = options.code;
  }
}
