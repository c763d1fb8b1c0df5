import { createHash } from "node:crypto";
import { z } from "zod";
import { answerJson } from "./answer.ts";
import { readJson } from "./read-body.ts";
import { verifySessionToken } from "./session-token.ts";
import type { AccessTokens } from "./access-tokens.ts";
import type { RequestHandler } from "./request-handler.ts";
import type { SessionTokenIdentity } from "./session-token.ts";
import type { Staff } from "./staff.ts";

export interface OauthOptions extends SessionTokenIdentity {
  tokens: AccessTokens;
  /** Scopes the merchant granted: those of `shopify.app.toml`, read anew each time. */
  scopes: () => string[];
  staff: Staff;
  /** Real time, epoch ms. */
  realNow: () => number;
}

const HOUR = 3600;
const REFRESH_LIFE = 90 * 24 * HOUR;
const TOKEN_TYPE = "urn:shopify:params:oauth:token-type:";

const credentials = { client_id: z.string(), client_secret: z.string() };
const body = z.discriminatedUnion("grant_type", [
  z.object({
    ...credentials,
    grant_type: z.literal("urn:ietf:params:oauth:grant-type:token-exchange"),
    subject_token: z.string(),
    subject_token_type: z.enum(["urn:ietf:params:oauth:token-type:id_token", `${TOKEN_TYPE}offline-access-token`]),
    requested_token_type: z.enum([`${TOKEN_TYPE}offline-access-token`, `${TOKEN_TYPE}online-access-token`]),
    expiring: z.union([z.literal("1"), z.literal("0"), z.literal(1), z.literal(0), z.boolean()]).optional(),
  }),
  z.object({ ...credentials, grant_type: z.literal("refresh_token"), refresh_token: z.string() }),
  z.object({ ...credentials, grant_type: z.literal("client_credentials") }),
]);

type Exchange = Extract<z.infer<typeof body>, { subject_token: string }>;

/** `POST /_shopify/{shop}/admin/oauth/access_token`: token exchange, refresh and client credentials, as Shopify answers them. */
export function createOauth(options: OauthOptions): RequestHandler {
  return async (req, res) => {
    const path = new URL(req.url ?? "/", "http://store").pathname;
    const match = /^\/_shopify\/([^/]+)\/admin\/oauth\/access_token$/.exec(path);
    if (!match) return false;
    if (match[1] !== options.shopDomain) return answerJson(res, 404, { errors: "Not Found" });
    if (req.method !== "POST") return answerJson(res, 405, { error: "method_not_allowed" });
    const parsed = body.safeParse(await readJson(req, 64_000));
    if (!parsed.success) return answerJson(res, 400, { error: "invalid_request", error_description: z.prettifyError(parsed.error) });
    const asked = parsed.data;
    if (asked.client_id !== options.apiKey || asked.client_secret !== options.secret) {
      return answerJson(res, 400, { error: "application_cannot_be_found", error_description: "Client id or secret is wrong." });
    }
    if (asked.grant_type === "refresh_token") {
      const grant = options.tokens.read(asked.refresh_token);
      if (grant?.kind !== "refresh") return answerJson(res, 400, { error: "invalid_request", error_description: "This request requires an active refresh_token" });
      options.tokens.spend(grant);
      return answerJson(res, 200, offline(options, true));
    }
    if (asked.grant_type === "client_credentials") return answerJson(res, 200, offline(options, false, 24 * HOUR));
    return exchange(options, asked, (status, answer) => answerJson(res, status, answer));
  };
}

function exchange(options: OauthOptions, asked: Exchange, answer: (status: number, body: unknown) => true): true {
  const expiring = asked.expiring === "1" || asked.expiring === 1 || asked.expiring === true;
  const refused = () => answer(400, { error: "invalid_subject_token", error_description: "The subject token is invalid or has expired." });
  if (asked.subject_token_type === `${TOKEN_TYPE}offline-access-token`) {
    const grant = options.tokens.read(asked.subject_token);
    return grant?.kind === "offline" ? answer(200, offline(options, expiring)) : refused();
  }
  const who = verifySessionToken(options, asked.subject_token, options.realNow());
  if (!who) return refused();
  if (asked.requested_token_type === `${TOKEN_TYPE}offline-access-token`) return answer(200, offline(options, expiring));
  return answer(200, {
    access_token: options.tokens.issue("online", options.shopDomain, options.scopes(), 24 * HOUR),
    scope: options.scopes().join(","),
    expires_in: 24 * HOUR - 1,
    associated_user_scope: options.scopes().join(","),
    session: createHash("sha256").update(who.sessionId).digest("hex"),
    associated_user: { ...options.staff, id: Number(options.staff.id) },
  });
}

function offline(options: OauthOptions, expiring: boolean, lifeSeconds: number | null = expiring ? HOUR : null) {
  const scopes = options.scopes();
  return {
    access_token: options.tokens.issue("offline", options.shopDomain, scopes, lifeSeconds),
    scope: scopes.join(","),
    ...(lifeSeconds === null ? {} : { expires_in: lifeSeconds }),
    ...(expiring ? { refresh_token: options.tokens.issue("refresh", options.shopDomain, scopes, REFRESH_LIFE), refresh_token_expires_in: REFRESH_LIFE } : {}),
  };
}
