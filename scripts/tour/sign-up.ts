import { activateScenario, emailStep, type Chapter } from "./chapter.ts";

const WELCOME = "Welcome to the letters";
const SUBJECT = "Welcome, and thank you";
const FORM = /<form[^>]*data-scenarios-sign-up[\s\S]*?<\/form>/;
const WORDS = /<input type="checkbox" name="consent" value="newsletter">\s*<span>([^<]*)<\/span>/;

/** Somebody whom the shop does not know signs up by the form block, and is welcomed (R10, R42). */
export async function tellSignUp(chapter: Chapter): Promise<void> {
  const { facts, control, admin, command } = chapter;
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
    await activateScenario(chapter, { name: WELCOME, entryPoint: { type: "sign-up", config: { consents: ["newsletter"], segmentId: null } }, step: emailStep(SUBJECT, "<p>Welcome.</p>") });
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
