import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { Liquid, type TagToken, type TopLevelToken } from "liquidjs";
import { expect, it, vi } from "vitest";

const file = (path: string) => readFileSync(new URL(`../../extensions/scenarios-theme/${path}`, import.meta.url), "utf8");
const engine = new Liquid();
engine.registerTag("schema", {
  parse(_tag: TagToken, remaining: TopLevelToken[]) {
    while (remaining.length > 0) if (remaining.shift()?.getText() === "{% endschema %}") return;
  },
  render: () => "",
});
const VISITOR = "0199a2f0-0000-7000-8000-000000000001";
const settings = { heading: "Letters", email_label: "E-mail", phone_label: "Phone", ask_phone: true, button: "Sign up", consent_1: "newsletter", consent_1_text: "Yes, <news>.", consent_2: "sms", consent_2_text: "", done: "Done.", wrong_email: "E-mail?", wrong_phone: "Phone?", no_consent: "Tick.", failed: "Failed." };

function open(answer: { status: number; body?: object }, tracking: boolean) {
  const html: string = engine.parseAndRenderSync(file("blocks/sign-up.liquid"), { block: { id: "b1", settings } });
  const page = new JSDOM(`<!doctype html><body>${html}</body>`, { url: "https://juniper.example/", runScripts: "outside-only" });
  const sent: Record<string, unknown>[] = [];
  const { window } = page;
  window.localStorage.setItem("scenarios", JSON.stringify({ id: VISITOR }));
  Object.assign(window, {
    Shopify: { customerPrivacy: { analyticsProcessingAllowed: () => tracking, marketingAllowed: () => tracking } },
    fetch: (url: string, { body }: { body: string }) => {
      sent.push({ url, ...(JSON.parse(body) as object) });
      return Promise.resolve({ ok: answer.status < 300, json: () => Promise.resolve(answer.body ?? {}) });
    },
  });
  window.eval(file("assets/sign-up.js"));
  const find = <E extends Element>(selector: string): E => {
    const found = window.document.querySelector<E>(selector);
    if (!found) throw new Error(`the form has no ${selector}`);
    return found;
  };
  return {
    sent, find, said: () => find("[data-said]").textContent,
    fill: (name: string, value: string) => void (find<HTMLInputElement>(`[name=${name}]`).value = value),
    tick: () => void (find<HTMLInputElement>("[name=consent]").checked = true),
    submit: () => find("form").dispatchEvent(new window.Event("submit", { bubbles: true, cancelable: true })),
  };
}

it("R10 R42 sends what was ticked, in the words that were shown; a consent without words is not shown, and none is ticked beforehand", async () => {
  const form = open({ status: 202 }, true);
  expect(form.find<HTMLInputElement>("[name=consent]").checked).toBe(false);
  form.submit();
  expect(form.said()).toBe("E-mail?");
  form.fill("email", "nina@example.com");
  form.submit();
  expect([form.said(), form.sent]).toEqual(["Tick.", []]);
  form.tick();
  form.submit();
  form.submit();
  await vi.waitFor(() => expect(form.said()).toBe("Done."));
  expect(form.sent).toEqual([{ url: "/apps/scenarios/sign-up", form: "b1", email: "nina@example.com", phone: "", consents: [{ key: "newsletter", text: "Yes, <news>." }], visitorId: VISITOR, website: "" }]);
});

it("R43 names no visitor where tracking is not allowed, and says which field the app refused", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const form = open({ status: 422, body: { error: { code: "phone", path: "phone", message: "is no phone number" } } }, false);
  form.fill("email", "nina@example.com");
  form.fill("phone", "600");
  form.tick();
  form.submit();
  await vi.waitFor(() => expect(form.said()).toBe("Phone?"));
  expect(form.find("[name=phone]").getAttribute("aria-invalid")).toBe("true");
  expect(form.sent).toMatchObject([{ visitorId: null }]);
});
