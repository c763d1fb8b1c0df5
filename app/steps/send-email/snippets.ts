import type { TFunction } from "i18next";
import { VARIABLES } from "~/components/messages/variables";

type StepsText = TFunction<"steps">;

/** What may be named in an e-mail. */
export const EMAIL_VARIABLES = [...VARIABLES, { key: "unsubscribe", insert: "{{ unsubscribe_url }}" }] as const;

/** Pieces longer than a variable; the words in them are the merchant's language. */
export const BLOCKS = [
  { key: "heading", insert: (t: StepsText) => `<h1>${t("sendEmail.words.heading")}</h1>\n` },
  { key: "paragraph", insert: (t: StepsText) => `<p>${t("sendEmail.words.paragraph")}</p>\n` },
  { key: "products", insert: () => "{% products limit: 4 %}\n" },
  { key: "button", insert: (t: StepsText) => `{% button url: cart.url, label: "${t("sendEmail.words.button")}" %}\n` },
  { key: "shopButton", insert: (t: StepsText) => `{% button url: shop.url, label: "${t("sendEmail.words.shopButton")}" %}\n` },
  { key: "discount", insert: discountBlock },
  { key: "image", insert: (t: StepsText) => `<img src="https://" alt="${t("sendEmail.words.alt")}" width="520">\n` },
  { key: "condition", insert: (t: StepsText) => `{% if customer.orders_count > 1 %}\n  <p>${t("sendEmail.words.loyal")}</p>\n{% else %}\n  <p>${t("sendEmail.words.newcomer")}</p>\n{% endif %}\n` },
  { key: "unsubscribe", insert: (t: StepsText) => `<p><a href="{{ unsubscribe_url }}">${t("sendEmail.words.unsubscribe")}</a></p>\n` },
] as const;

function discountBlock(t: StepsText): string {
  const until = `{% if discount.expires_at %} ${t("sendEmail.words.discountUntil", { day: "{{ discount.expires_at | date }}" })}{% endif %}`;
  return [
    "{% if discount %}",
    `  <p>${t("sendEmail.words.discount", { code: "{{ discount.code }}", value: "{{ discount.value }}" })}${until}.</p>`,
    `  {% button url: discount.url, label: "${t("sendEmail.words.discountButton")}" %}`,
    "{% endif %}",
    "",
  ].join("\n");
}

/** A whole e-mail to begin with. */
export function starterBody(t: StepsText): string {
  return [
    `<h1>${t("sendEmail.words.heading")}</h1>`,
    `<p>${t("sendEmail.words.hello")} {{ customer.first_name | default: "${t("sendEmail.words.there")}" }},</p>`,
    `<p>${t("sendEmail.words.waiting")}</p>`,
    "{% products limit: 4 %}",
    `{% button url: cart.url, label: "${t("sendEmail.words.button")}" %}`,
    `<p>${t("sendEmail.words.goodbye")}<br>{{ shop.name }}</p>`,
    "",
  ].join("\n");
}
