import { answerHtml, answerJson } from "../oauth/answer.ts";
import { readBody } from "../oauth/read-body.ts";
import type { RequestHandler } from "../oauth/request-handler.ts";

/** The name under which the app reaches this receiver: its WEBHOOK_LOOPBACK leads here. */
export const RECEIVER_HOST = "receiver.example";
export const RECEIVER_PATH = "/webhook-receiver";

export interface ReceivedWebhook {
  at: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  answered: number;
}

const MOST_KEPT = 100;

/** Another system of the merchant's: it keeps what webhooks tell it and shows it. `?status=503` lets it answer so. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  readonly #now: () => number;

  /** `now` in domain time. */
  constructor(now: () => number) {
    this.#now = now;
  }

  readonly handle: RequestHandler = async (req, res) => {
    const url = new URL(req.url ?? "/", `https://${RECEIVER_HOST}`);
    if (url.pathname !== RECEIVER_PATH) return false;
    if (req.method !== "POST") return answerHtml(res, 200, this.#page());
    const asked = Number(url.searchParams.get("status") ?? 200);
    const answered = Number.isInteger(asked) && asked >= 200 && asked <= 599 ? asked : 200;
    const headers = Object.fromEntries(Object.entries(req.headers).filter(([name]) => name.startsWith("x-") || name === "idempotency-key" || name === "content-type").map(([name, value]) => [name, String(value)]));
    const body = await readBody(req);
    this.received.unshift({ at: new Date(this.#now()).toISOString(), path: `${url.pathname}${url.search}`, headers, body, answered });
    this.received.splice(MOST_KEPT);
    return answerJson(res, answered, { received: headers["x-scenarios-delivery"] ?? null });
  };

  clear(): number {
    return this.received.splice(0).length;
  }

  #page(): string {
    const entries = this.received.map(({ at, path, headers, body, answered }) => `<article><h2>${escaped(at)} · answered ${answered}</h2><p>${escaped(path)}</p>
      <pre>${escaped(Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join("\n"))}</pre><pre>${escaped(pretty(body))}</pre></article>`).join("");
    return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Webhook receiver · local store</title><link rel="icon" href="data:,">
<style>body{margin:0;background:#f6f2eb;color:#2a2620;font:16px/1.5 system-ui,sans-serif}main{max-width:860px;margin:0 auto;padding:32px 20px}article{background:#fff;border:1px solid #e6dfd4;border-radius:14px;padding:16px 20px;margin:16px 0}
h2{margin:0;font-size:16px}p{color:#6d655a;margin:4px 0}pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:13px;background:#faf7f2;padding:10px;border-radius:8px;margin:8px 0}</style></head>
<body><main><h1>Webhook receiver</h1><p>Stands for another system. In the step Webhook enter <code>https://${RECEIVER_HOST}${RECEIVER_PATH}</code>; with <code>?status=503</code> it answers so.</p>${entries || "<p>Nothing has come yet.</p>"}</main></body></html>`;
  }
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return body;
    throw error;
  }
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);
