import type { AppContext } from "~/app-context";
import { usableLocale } from "~/domain/message/build-message-data";
import { TemplateFault } from "~/domain/message/liquid-engine";
import { sampleData } from "~/domain/message/sample-data";
import { NotJson, renderOwnBody } from "~/domain/webhook/own-body";
import type { WebhookTested } from "~/domain/webhook/webhook-tested";
import { webhookBody } from "~/domain/webhook/webhook-body";
import { storefrontOrigin } from "~/queries/message-sources.server";
import type { ShopRow } from "~/queries/shop.server";
import { webhook, webhookConfig } from "~/steps/webhook/definition";
import { webhookRequestHeaders } from "./webhook-request-headers";
import { webhookSignature, type SigningContext } from "./webhook-signature.server";

/** One delivery with a customer who does not exist. It passes the same checks as any other; nothing is stored or counted. */
export async function testWebhook(context: SigningContext & Pick<AppContext, "newId" | "webhooks">, shop: ShopRow, draft: unknown): Promise<WebhookTested> {
  const read = webhookConfig.safeParse(draft);
  if (!read.success || webhook.check(read.data).some(({ severity }) => severity === "error")) return { ok: false, reason: "config", detail: "" };
  const config = read.data;
  const now = context.clock.now();
  const id = `test_${context.newId()}`;
  const setting = { now, timeZone: shop.timeZone, locale: usableLocale(shop.locale), currency: shop.currency };
  const data = sampleData({ name: shop.name, url: `${storefrontOrigin(shop)}/` }, setting);
  let body: string;
  try {
    const { customer } = data;
    body = webhookBody({
      id, test: true, createdAt: now, shop: { domain: shop.domain, name: shop.name },
      customer: { shopifyId: null, email: customer.email, phone: null, firstName: customer.first_name, lastName: customer.last_name, city: customer.city, countryCode: customer.country_code, locale: null, ordersCount: customer.orders_count, totalSpentMinor: customer.total_spent.minor, currency: shop.currency },
      scenario: { id: "test", name: "Test", version: 0 }, run: { id: "test", stepId: "test", enteredAt: now }, trigger: {},
    }, config.body.trim() === "" ? null : renderOwnBody(config.body, data, setting));
  } catch (error) {
    if (error instanceof TemplateFault) return { ok: false, reason: "template", detail: error.message };
    if (error instanceof NotJson) return { ok: false, reason: "not-json", detail: `${error.line}:${error.column}` };
    throw error;
  }
  const headers = webhookRequestHeaders(config.headers, { id, attempt: 1, signature: webhookSignature(context, shop, body), test: true });
  const answer = await context.webhooks.post(config.url, headers, body);
  switch (answer.kind) {
    case "answered": return { ok: true, status: answer.status, body: answer.body, tookMs: answer.tookMs };
    case "private": return { ok: false, reason: "private-address", detail: answer.address };
    case "silent": return { ok: false, reason: "no-answer", detail: answer.why };
    default: return answer satisfies never;
  }
}
