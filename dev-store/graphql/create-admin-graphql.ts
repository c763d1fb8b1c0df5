import { GraphQLError, Kind, execute, parse, specifiedRules, validate } from "graphql";
import { z } from "zod";
import { answerBulkFile } from "./answer-bulk-file.ts";
import { BulkOperations } from "./bulk-operations.ts";
import { CustomerSegments } from "./customer-segments.ts";
import { Throttle } from "./throttle.ts";
import { adminSchema } from "./admin-schema.ts";
import { answerJson } from "../oauth/answer.ts";
import { bulkMutations } from "./mutations/bulk-mutations.ts";
import { customerMutations } from "./mutations/customer-mutations.ts";
import { discountMutations } from "./mutations/discount-mutations.ts";
import { fieldResolver } from "./resolve-field.ts";
import { segmentMutations } from "./mutations/segment-mutations.ts";
import { metafieldMutations } from "./mutations/metafield-mutations.ts";
import { MOST_POINTS, actualCost, requestedCost } from "./query-cost.ts";
import { readJson } from "../oauth/read-body.ts";
import { rootQuery } from "./root-query.ts";
import { withGraph } from "./nodes/with-graph.ts";
import type { AccessTokens } from "../oauth/access-tokens.ts";
import type { DocumentNode, OperationDefinitionNode } from "graphql";
import type { GraphqlContext } from "./graphql-context.ts";
import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "../oauth/request-handler.ts";
import type { Store } from "../state/store.ts";

export interface AdminGraphqlOptions {
  store: Store;
  tokens: AccessTokens;
  apiKey: string;
  appName: string;
  appHandle: string;
  /** Those of a test that looks at them; else its own. */
  bulk?: BulkOperations;
  segments?: CustomerSegments;
  /** Origin of the local store as the app and browsers reach it: pictures, bulk files. */
  storeOrigin: string;
  /** Real time, epoch ms: the throttle does not follow the store's clock. */
  realNow: () => number;
}

export const API_VERSION = "2026-07";
const PATH = /^\/_shopify\/([^/]+)\/admin\/api\/([^/]+)\/graphql\.json$/;
const FILE = /^\/_shopify\/bulk\/(\d+)\.jsonl$/;
const body = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish(), operationName: z.string().nullish() });

/** `POST /_shopify/{shop}/admin/api/2026-07/graphql.json` over Shopify's published schema, and the files of bulk queries. */
export function createAdminGraphql(options: AdminGraphqlOptions): RequestHandler {
  const bulk = options.bulk ?? new BulkOperations(options.storeOrigin);
  const segments = options.segments ?? new CustomerSegments();
  const metafieldTypes = new Map<string, string>();
  const throttle = new Throttle(options.realNow());
  return async (req, res) => {
    const path = new URL(req.url ?? "/", "http://store").pathname;
    const file = FILE.exec(path)?.[1];
    if (file) {
      return answerBulkFile(req, res, bulk.file(file));
    }
    const match = PATH.exec(path);
    if (!match) return false;
    if (match[1] !== options.store.state.shop.domain) return answerJson(res, 404, { errors: "Not Found" });
    if (match[2] !== API_VERSION) return answerJson(res, 404, { errors: `The local store answers version ${API_VERSION} only.` });
    if (req.method !== "POST") return answerJson(res, 405, { errors: "Method Not Allowed" });
    const grant = options.tokens.read(header(req, "x-shopify-access-token"));
    if (!grant || grant.kind === "refresh" || grant.shop !== options.store.state.shop.domain) {
      return answerJson(res, 401, { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" });
    }
    const parsed = body.safeParse(await readJson(req));
    if (!parsed.success) return answerJson(res, 400, { errors: { query: "Required parameter missing or invalid" } });
    const context = withGraph({
      store: options.store, apiKey: options.apiKey, appName: options.appName, appHandle: options.appHandle, storeOrigin: options.storeOrigin,
      scopes: new Set(grant.scopes), now: options.store.clock.now(), bulk, segments, unpaged: false, metafieldTypes,
    });
    const result = await run(context, parsed.data, throttle, options.realNow());
    return answerJson(res, 200, result, { "x-shopify-api-version": API_VERSION });
  };
}

async function run(context: GraphqlContext, request: z.infer<typeof body>, throttle: Throttle, realNow: number) {
  const admin = adminSchema(API_VERSION);
  const document = readable(request.query);
  if (document instanceof GraphQLError) return { errors: [document.toJSON()] };
  const invalid = validate(admin.schema, document, specifiedRules);
  if (invalid.length > 0) return { errors: invalid.map((error) => error.toJSON()) };
  const operation = operationOf(document, request.operationName ?? null);
  if (!operation) return { errors: [{ message: "An operation name is required" }] };
  const variables = request.variables ?? {};
  const asked = { schema: admin.schema, document, operation, variables };
  const cost = requestedCost(asked);
  const costs = (actual: number | null) => ({ cost: { requestedQueryCost: cost, actualQueryCost: actual, throttleStatus: throttle.status(realNow) } });
  if (cost > MOST_POINTS) {
    const message = `Query cost is ${cost}, which exceeds the single query max cost limit (${MOST_POINTS}).`;
    return { errors: [{ message, extensions: { code: "MAX_COST_EXCEEDED", cost, maxCost: MOST_POINTS, documentation: "https://shopify.dev/api/usage/rate-limits" } }] };
  }
  if (!throttle.take(cost, realNow)) {
    return { errors: [{ message: "Throttled", extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" } }], extensions: costs(null) };
  }
  const rootValue = operation.operation === "query" ? rootQuery(context) : { ...customerMutations(context), ...discountMutations(context), ...metafieldMutations(context), ...segmentMutations(context), ...bulkMutations(context, admin) };
  const result = await execute({
    schema: admin.schema, document, rootValue, contextValue: context, variableValues: variables, operationName: request.operationName ?? null, fieldResolver: fieldResolver(admin),
  });
  const actual = actualCost(asked, result.data);
  throttle.giveBack(cost - actual, realNow);
  const errors = result.errors?.map((error) => error.toJSON());
  return { ...(errors ? { errors } : {}), data: result.data ?? null, extensions: costs(actual) };
}

function readable(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function operationOf(document: DocumentNode, name: string | null): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION);
  return name === null ? (operations.length === 1 ? operations[0] : undefined) : operations.find((one) => one.name?.value === name);
}

function header(req: IncomingMessage, name: string): string {
  const value = req.headers[name];
  return typeof value === "string" ? value : "";
}
