import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoreControl } from "../demo/store-control.ts";
import type { AdminPages } from "./admin-pages.ts";
import type { Facts } from "./facts.ts";
import type { ScenarioCommand } from "./scenario-command.ts";

const WELCOME = "Welcome to the letters";
const SUBJECT = "Welcome, and thank you";
const FORM = /<form[^>]*data-scenarios-sign-up[\s\S]*?<\/form>/;
const WORDS = /<input type="checkbox" name="consent" value="newsletter">\s*<span>([^<]*)<\/span>/;

interface Chapter {
  facts: Facts;
  control: StoreControl;
  admin: AdminPages;
  command: ScenarioCommand;
  /** Where scenario files are written. */
  folder: string;
}

const settings = { reentry: { whileInside: "new-instance", afterEnd: "always", minIntervalHours: 24 }, exits: { onOrder: false, onPage: [] } };

/** Somebody whom the shop does not know signs up by the form block, and is welcomed (R10, R42). */
export async function tellSignUp({ facts, control, admin, command, folder }: Chapter): Promise<void> {
  const email = "nina@example.com";
  let words = "";
  const send = async (): Promise<number> => {
    const body = JSON.stringify({ form: "tour", email, consents: [{ key: "newsletter", text: words }], website: "" });
    const { status } = await fetch(new URL("/apps/scenarios/sign-up", control.origin), { method: "POST", headers: { "content-type": "application/json" }, body });
    await control.advance("PT1M");
    return status;
  };
  await facts.hold("sign-up-form", "The sign-up form, placed in the theme, shows the words of its consent", async () => {
    await control.placeBlock("sign-up");
    const page = await (await fetch(new URL("/", control.origin))).text();
    words = WORDS.exec(FORM.exec(page)?.[0] ?? "")?.[1] ?? "";
    return { ok: words !== "", saw: words };
  });
  await facts.expect("signed-up", "Who signs up is made in Shopify with the consent, and welcomed once, however often the form is sent", [202, 202, "SUBSCRIBED", SUBJECT], async () => {
    const path = join(folder, "welcome.json");
    writeFileSync(path, JSON.stringify({
      name: WELCOME, format: 1, settings, entryPoints: [{ id: "form", type: "sign-up", version: 1, config: { consents: ["newsletter"], segmentId: null } }], firstStepId: "one",
      steps: [{
        id: "one", type: "send-email", version: 1, next: { next: null },
        config: { subject: SUBJECT, preheader: "", body: "<p>Welcome.</p>", consent: "newsletter", transactional: false, transactionalReason: "", onFailure: "continue" },
      }],
    }));
    await command.run("import", path, "--activate");
    const statuses = [await send(), await send()];
    return [...statuses, (await control.customer(email)).emailConsent.state, ...(await control.inboxOf(email)).map(({ subject }) => subject)];
  });
  await facts.hold("sign-up-evidence", "Her page says how she consented, and what let her in", async () => {
    const page = await admin.customer(email);
    const told = ["on a sign-up form of the shop", "Entered: Sign-up"].filter((said) => page.includes(said));
    return { ok: told.length === 2, saw: told.join("; ") };
  });
  // Else it would welcome those who come later in the story.
  await command.run("stop", WELCOME);
}
