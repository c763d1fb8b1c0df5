import type { IncomingMessage, ServerResponse } from "node:http";
import { answerJson } from "../oauth/answer.ts";
import { BodyTooLarge, readBody } from "../oauth/read-body.ts";
import type { RequestHandler } from "../oauth/request-handler.ts";
import { StoreError } from "../state/store-error.ts";
import { ControlError } from "./control-error.ts";
import type { ControlRoute } from "./control-route.ts";

const PREFIX = "/_dev";
const LARGEST_BODY = 5_000_000;

/** The control API over `routes`: JSON in, JSON out, refusals as `{"error":{"code","message","path"?}}`. */
export function createControlApi(routes: readonly ControlRoute[]): RequestHandler {
  const table = routes.map((route) => ({ ...route, pattern: pattern(route.path) }));
  return async (req, res) => {
    const url = new URL(req.url ?? "/", "http://store");
    if (!url.pathname.startsWith(`${PREFIX}/`)) return false;
    const path = url.pathname.slice(PREFIX.length).replace(/\/$/, "");
    const here = table.filter((route) => route.pattern.test(path));
    if (here.length === 0) return false;
    try {
      const route = here.find(({ method }) => method === req.method);
      if (!route) return methodNotAllowed(req, res, here);
      const params = { ...route.pattern.exec(path)?.groups };
      const { status = 200, body } = await route.handle({ params, query: url.searchParams, body: await bodyOf(req) });
      return answerJson(res, status, body, { "cache-control": "no-store" });
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      const { status, code, message, path: where } = refusal;
      return answerJson(res, status, { error: { code, message, ...(where === undefined ? {} : { path: where }) } });
    }
  };
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`);
}

async function bodyOf(req: IncomingMessage): Promise<unknown> {
  const text = await readBody(req, LARGEST_BODY);
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ControlError(400, "not_json", `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function refusalOf(error: unknown): ControlError | null {
  if (error instanceof ControlError) return error;
  if (error instanceof StoreError) return new ControlError(error.code === "not_found" ? 404 : 422, error.code, error.message);
  if (error instanceof BodyTooLarge) return new ControlError(413, "too_large", error.message);
  return null;
}

function methodNotAllowed(req: IncomingMessage, res: ServerResponse, here: readonly ControlRoute[]): true {
  const allow = here.map(({ method }) => method).join(", ");
  return answerJson(res, 405, { error: { code: "method_not_allowed", message: `${req.method} is not possible here, only ${allow}.` } }, { allow });
}
