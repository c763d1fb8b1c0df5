import { createHash, createSecretKey } from "node:crypto";
import type { IncomingMessage, RequestListener } from "node:http";
import { z } from "zod";
import type { AppContext } from "~/app-context";
import { readJson } from "~/domain/read-json";
import { toPhoneNumber } from "~/domain/message/phone-number";
import { takeSignUp } from "~/services/sign-up/take-sign-up.server";
import { answerJson, NOT_STORED, refuse, type Answer } from "./answer-json";
import { proxyCallerReader } from "./proxy-signature";
import { RateLimiter, STOREFRONT_LIMITS, type RateLimit } from "./rate-limits";
import { isRefusal } from "./refusal";
import { readBody } from "./request-body";

const LARGEST_BODY = 16 * 1_024;
const LONGEST_AGENT = 300;

/** Nobody signs up oftener; a shop behind one address, a fair for example, still may. */
export const SIGN_UP_LIMITS: { address: RateLimit; email: RateLimit } = { address: { points: 20, window: 600 }, email: { points: 5, window: 600 } };

type Context = Pick<AppContext, "db" | "clock" | "newId" | "log" | "wake"> & { env: Pick<AppContext["env"], "SHOPIFY_API_SECRET"> };

const schema = z.object({
  form: z.string().trim().min(1).max(100),
  email: z.string().trim().toLowerCase().pipe(z.email("is no e-mail address").max(254)),
  phone: z.string().trim().max(40).transform((text) => (text === "" ? null : text)).nullish().transform((text) => text ?? null),
  consents: z.array(z.object({ key: z.string().trim().min(1).max(100), text: z.string().trim().min(1, "is the text that was shown").max(2_000) })).min(1, "is empty: nothing was agreed to").max(5),
  visitorId: z.uuid().nullish().transform((id) => id ?? null),
  /** A field that people do not see. */
  website: z.string().max(2_000).default(""),
});

const TAKEN: Answer = { status: 202, body: { ok: true } };

/**
 * `POST /proxy/sign-up`, signed by Shopify's app proxy (R10, R42, R44): what somebody sent by a sign-up form. The answer is the same whether the
 * shop knows the e-mail or not, and to a robot that fills the hidden field.
 */
export function signUpProxy(context: Context, limits = SIGN_UP_LIMITS): RequestListener {
  const readCaller = proxyCallerReader(createSecretKey(Buffer.from(context.env.SHOPIFY_API_SECRET)));
  const perShop = new RateLimiter(STOREFRONT_LIMITS.shop);
  const perAddress = new RateLimiter(limits.address);
  const perEmail = new RateLimiter(limits.email);

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    if (request.method !== "POST") return refuse(405, "method", "A sign-up is posted.");
    const caller = readCaller((request.url ?? "").split("?", 2)[1] ?? "", context.clock.real());
    if (isRefusal(caller)) return refuse(caller.status, caller.code, caller.message);
    const busy = (await perShop.take(caller.shopDomain)) ?? (await perAddress.take(`${caller.shopDomain} ${addressOf(request)}`));
    if (busy) return refuse(busy.status, busy.code, busy.message);
    const body = await readBody(request, LARGEST_BODY);
    if (typeof body !== "string") return refuse(body.status, body.code, "The body has 16 KB at most.");
    const said = schema.safeParse(readJson(body));
    if (!said.success) {
      const [issue] = said.error.issues;
      return refuse(422, "malformed", issue?.message ?? "The body is not what is expected.", issue?.path.join("."));
    }
    const { form, email, consents, visitorId, website, phone: typed } = said.data;
    if (website !== "") return TAKEN;
    const shop = await context.db.acrossShops.selectFrom("Shop").select("id").where("domain", "=", caller.shopDomain).where("uninstalledAt", "is", null).executeTakeFirst();
    if (!shop) return refuse(404, "unknown-shop", "The shop has not installed this app.");
    const phone = toPhoneNumber(typed);
    if (typed !== null && phone === null) return refuse(422, "phone", "is no phone number with its country code, such as +48 600 000 000", "phone");
    const often = await perEmail.take(`${shop.id} ${createHash("sha256").update(email).digest("hex")}`);
    if (often) return refuse(often.status, often.code, often.message);
    const agent = (request.headers["user-agent"] ?? "").slice(0, LONGEST_AGENT);
    const unknown = await takeSignUp(context, shop.id, { formId: form, email, phone, consents, browserId: visitorId, loggedInCustomerId: caller.loggedInCustomerId, agent });
    return unknown === null ? TAKEN : refuse(422, "unknown-consent", `The shop has no consent "${unknown}". Correct the form's settings in the theme editor.`, "consents");
  }

  return answerJson(context.log, "a sign-up could not be stored", NOT_STORED, answerTo);
}

/** Shopify's proxy puts the shopper's address first. */
function addressOf(request: IncomingMessage): string {
  const forwarded = request.headers["x-forwarded-for"];
  return ((Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? "").split(",", 1)[0]?.trim() ?? "";
}
