import type { AdminApi } from "~/adapters/shopify/admin-api";
import { AdminApiError } from "~/adapters/shopify/admin-api";
import { bulkOperation, recentBulkOperations, startBulkQuery } from "~/adapters/shopify/queries/bulk-operation";
import { MINUTE, type Milliseconds } from "~/domain/instant";

/** Shopify runs another bulk query of ours, or as many as it lets us have. */
const BUSY = new Set(["OPERATION_IN_PROGRESS", "LIMIT_REACHED"]);
const BUSY_REST_MS = MINUTE;

/** How far the gathering of rows has come at Shopify. */
export type Gathering =
  | { is: "started"; id: string }
  /** Another one runs: it is asked again later, as often as it takes. */
  | { is: "busy"; restMs: Milliseconds }
  | { is: "under way"; gathered: number }
  /** `url` is null where nothing was found. */
  | { is: "done"; url: string | null; total: number; size: number | null };

/**
 * Starts a bulk query. `again`: this name was given out before and the process may have died before it noted the answer;
 * then the query that runs under it is taken over in place of a second one. Throws AdminApiError.
 */
export async function startGathering(api: AdminApi, query: string, name: string, again: boolean): Promise<Gathering> {
  if (again) {
    const { data } = await api.ask(recentBulkOperations, {});
    const ours = data.bulkOperations.nodes.find((operation) => operation.query.includes(name));
    if (ours) return { is: "started", id: ours.id };
  }
  const { data } = await api.ask(startBulkQuery, { query });
  const answer = data.bulkOperationRunQuery;
  if (answer?.bulkOperation) return { is: "started", id: answer.bulkOperation.id };
  const errors = answer?.userErrors ?? [];
  if (errors.some(({ code }) => code !== null && BUSY.has(code))) return { is: "busy", restMs: BUSY_REST_MS };
  throw new AdminApiError(errors.map(({ message }) => message).join(" ") || "Shopify did not start the bulk query", { retryable: false, code: "USER_ERROR" });
}

/**
 * Asks how a bulk query fares. Throws AdminApiError: one of code `BULK_LOST` where it has to be started anew (it failed, was
 * cancelled, expired, or Shopify knows it no longer), one that is not retryable where it never can succeed.
 */
export async function readGathering(api: AdminApi, id: string): Promise<Gathering> {
  const { data } = await api.ask(bulkOperation, { id });
  const found = data.bulkOperation;
  if (!found) throw lost("Shopify no longer knows the bulk query");
  const { status } = found;
  switch (status) {
    case "CREATED": case "RUNNING": case "CANCELING": return { is: "under way", gathered: found.rootObjectCount };
    case "COMPLETED":
      if (found.url === null && found.rootObjectCount > 0) throw lost("Shopify no longer holds the file of the bulk query");
      return { is: "done", url: found.url, total: found.rootObjectCount, size: found.fileSize };
    case "CANCELED": throw lost("the bulk query was cancelled");
    case "EXPIRED": throw lost("the file of the bulk query expired");
    case "FAILED":
      if (found.errorCode === "ACCESS_DENIED") throw new AdminApiError("Shopify refused the bulk query: the app lacks a permission", { retryable: false, code: "ACCESS_DENIED" });
      throw lost(`the bulk query failed at Shopify (${found.errorCode ?? "no reason given"})`);
    default: return status satisfies never;
  }
}

const lost = (message: string) => new AdminApiError(message, { retryable: true, code: "BULK_LOST" });

/** How long to wait until Shopify is asked again, by how long it has been gathering: soon at first, so that a small shop is done at once. */
export const pollRest = (elapsedMs: Milliseconds): Milliseconds => Math.min(MINUTE / 4, Math.max(1_000, elapsedMs / 10));
