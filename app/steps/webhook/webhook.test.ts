import { describe, expect, it } from "vitest";
import type { ErrandOutcome } from "~/domain/errand/errand";
import { webhook, webhookConfig, type WebhookConfig } from "./definition";
import { urlProblem } from "./webhook-url";

const config: WebhookConfig = { url: "https://hooks.example.com/", headers: [], body: "", onFailure: "continue" };
const answer = (change: Partial<WebhookConfig> = {}, errand?: ErrandOutcome) =>
  webhook.step({ config: { ...config, ...change }, stepId: "call", scenarioId: "scenario", customerId: "ola", enteredStepAt: 0, heldMs: 0, now: 0, facts: { timeZone: "Europe/Warsaw" }, outcome: null, ...(errand ? { errand } : {}) });
const came = (status: ErrandOutcome["status"], reason: string | null = null): ErrandOutcome => ({ status, reason, result: null });
const problems = (change: Partial<WebhookConfig>) => webhook.check({ ...config, ...change }).map(({ severity, path, key, values }) => [severity, path, key.split(".").at(-1), ...(values?.["line"] ? [values["line"], values["column"]] : [])]);

describe("webhook", () => {
  it("R31 asks for one delivery and goes on when it is taken", () => {
    expect(answer()).toEqual({ do: "ask", effects: [{ kind: "errand", errand: "webhook", request: null }] });
    expect(answer({}, came("done"))).toEqual({ do: "leave", branch: "next", detail: { outcome: "done" } });
  });

  it("R31 goes on or leaves the scenario when it is not, as the merchant chose; nobody leaves for what nobody knows", () => {
    expect(answer({}, came("failed", "refused"))).toEqual({ do: "leave", branch: "next", detail: { outcome: "failed", reason: "refused" } });
    expect(answer({ onFailure: "remove" }, came("failed", "gone"))).toEqual({ do: "remove", reason: "webhook-failed", detail: { outcome: "failed", reason: "gone" } });
    for (const status of ["unknown", "cancelled"] as const) expect(answer({ onFailure: "remove" }, came(status))).toMatchObject({ do: "leave" });
  });

  it("R31 is refused when editing, with the field and the place", () => {
    expect(problems({})).toEqual([]);
    expect(problems({ url: "https://10.0.0.1/" })).toEqual([["error", "url", "url-private"]]);
    expect(problems({ headers: [{ name: "X-Key", value: "a" }, { name: "Host", value: "b" }, { name: "X-Empty", value: "" }] })).toEqual([["error", "headers[1].name", "header-ours"], ["error", "headers[2].value", "header-value"]]);
    expect(problems({ body: '{\n  "name": "{{ customer.name }}",\n  "total" 5\n}' })).toEqual([["error", "body", "not-json", 3, 11]]);
    expect(problems({ body: '{ "name": "{{ customer.name | shout }}" }' })).toEqual([["error", "body", "unknownFilter", 1, 12]]);
    expect(problems({ body: '{ "name": "{{ customer.nme }}" }' })).toEqual([["warning", "body", "unknownVariable", 1, 15]]);
    expect(webhookConfig.safeParse({ ...config, body: "x".repeat(20_001) }).error?.issues[0]?.path).toEqual(["body"]);
    expect(webhookConfig.safeParse({ ...config, headers: Array.from({ length: 11 }, (_, index) => ({ name: `X-${index}`, value: "a" })) }).error?.issues[0]?.path).toEqual(["headers"]);
  });

  it("R31 writes a customer's quotes and line breaks so that they stay within the JSON", () => {
    for (const body of ['{ "name": "{{ customer.name }}", "n": {{ customer.orders_count }}, "spent": "{{ customer.total_spent }}" }', '{ "products": [{% for p in products %}{{ p.title | json }}{% unless forloop.last %},{% endunless %}{% endfor %}] }', '{{ customer | json }}']) {
      expect(problems({ body }), body).toEqual([]);
    }
  });
});

describe("where a webhook may go", () => {
  it("R31 is refused with the reason where the address says so already, however it is written", () => {
    for (const url of ["https://hooks.example.com/a?b=c", "https://example.com:8443/", "https://1.1.1.1/", "https://[2606:4700::1111]/"]) expect(urlProblem(url), url).toBeNull();
    const refused: Record<string, string> = {
      "": "url-missing", "  ": "url-missing", "hooks": "url-unreadable", "//example.com": "url-unreadable", "http://example.com/": "url-not-https", "ftp://example.com/": "url-not-https", "javascript:alert(1)": "url-not-https",
      "https://me:secret@example.com/": "url-credentials", "https://example.com:22/": "url-port", "https://example.com:80/": "url-port",
      "https://localhost/": "url-private", "https://intranet/": "url-private", "https://a.localhost/": "url-private", "https://printer.local/": "url-private", "https://metadata.google.internal/": "url-private", "https://localhost./": "url-private",
      "https://127.0.0.1/": "url-private", "https://2130706433/": "url-private", "https://0x7f.1/": "url-private", "https://017700000001/": "url-private", "https://127.1/": "url-private", "https://10.0.0.1/": "url-private",
      "https://169.254.169.254/latest/meta-data": "url-private", "https://[::1]/": "url-private", "https://[::ffff:10.0.0.1]/": "url-private", "https://[fd00:ec2::254]/": "url-private",
      [`https://example.com/${"a".repeat(2_000)}`]: "url-long",
    };
    for (const [url, problem] of Object.entries(refused)) expect(urlProblem(url), url).toBe(problem);
  });
});
