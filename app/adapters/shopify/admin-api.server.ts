import { z } from "zod";
import type { Shopify } from "~/shopify.server";
import { AdminApiError, type AdminApi, type AdminQuery, type OpenAdminApi } from "./admin-api";

/** The part of Shopify's client that is used: a document and its variables in, a JSON answer out. */
export type AskGraphql = (document: string, options: { variables: Record<string, unknown>; signal: AbortSignal }) => Promise<Response>;

const TIMEOUT_MS = 30_000;

const cost = z.object({
  requestedQueryCost: z.number(),
  throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
});
const envelope = z.object({ data: z.unknown(), extensions: z.object({ cost: cost.optional() }).optional() });
/** What Shopify's client throws for an answer with GraphQL errors, and for one with another status than 200. */
const graphqlFailure = z.object({
  body: z.object({
    errors: z.object({ graphQLErrors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).partial().optional() })).min(1) }),
    extensions: z.object({ cost: cost.optional() }).optional(),
  }),
});
const httpFailure = z.object({ response: z.object({ code: z.number(), retryAfter: z.number().optional() }) });

/** The Admin API of any shop that has the app installed, by its offline token. */
export function openAdminApi(shopify: Shopify): OpenAdminApi {
  return async (domain) => {
    try {
      const { admin } = await shopify.unauthenticated.admin(domain);
      return adminApiOver(admin.graphql);
    } catch (error) {
      throw asAdminApiError(error);
    }
  };
}

export function adminApiOver(graphql: AskGraphql): AdminApi {
  return {
    async ask<Variables extends Record<string, unknown>, Data>(query: AdminQuery<Variables, Data>, variables: Variables) {
      let body: unknown;
      try {
        const response = await graphql(query.document, { variables, signal: AbortSignal.timeout(TIMEOUT_MS) });
        body = await response.json();
      } catch (error) {
        throw asAdminApiError(error);
      }
      const answer = envelope.parse(body);
      const parsed = query.data.safeParse(answer.data);
      if (!parsed.success) {
        throw new AdminApiError(`Shopify's answer has another shape than asked for: ${z.prettifyError(parsed.error)}`, { retryable: false, code: "SHAPE", cause: parsed.error });
      }
      return { data: parsed.data, restMs: restFor(answer.extensions?.cost) };
    },
  };
}

/** Real time until the bucket holds again what the query asked for. */
function restFor(spent: z.infer<typeof cost> | undefined): number {
  if (!spent) return 0;
  const missing = spent.requestedQueryCost - spent.throttleStatus.currentlyAvailable;
  return missing > 0 ? Math.ceil((missing / spent.throttleStatus.restoreRate) * 1000) : 0;
}

function asAdminApiError(error: unknown): AdminApiError {
  if (error instanceof AdminApiError) return error;
  const graphql = graphqlFailure.safeParse(error);
  if (graphql.success) return ofGraphqlErrors(graphql.data.body, error);
  const http = httpFailure.safeParse(error);
  if (http.success) return ofStatus(http.data.response.code, error, http.data.response.retryAfter);
  if (error instanceof Response) return ofStatus(error.status, error);
  const gone = error instanceof Error && error.constructor.name === "SessionNotFoundError";
  const message = error instanceof Error ? error.message : String(error);
  return new AdminApiError(message, { retryable: !gone, code: gone ? "NO_SESSION" : "UNREACHABLE", cause: error });
}

function ofStatus(status: number, cause: unknown, retryAfterSeconds = 2): AdminApiError {
  if (status === 429) return new AdminApiError("Shopify asks for a rest", { retryable: true, code: "THROTTLED", retryAfterMs: retryAfterSeconds * 1000, cause });
  return new AdminApiError(`Shopify answered ${status}`, { retryable: status >= 500, code: `HTTP_${status}`, cause });
}

function ofGraphqlErrors(body: z.infer<typeof graphqlFailure>["body"], cause: unknown): AdminApiError {
  const [first] = body.errors.graphQLErrors;
  const code = first?.extensions?.code ?? "GRAPHQL";
  const retryable = code === "THROTTLED" || code === "INTERNAL_SERVER_ERROR" || code === "TIMEOUT";
  return new AdminApiError(first?.message ?? "Shopify refused the query", { retryable, code, retryAfterMs: restFor(body.extensions?.cost), cause });
}
