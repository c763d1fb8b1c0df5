import { activateScenario, emailStep, type Chapter } from "./chapter.ts";
import { MailReader } from "./mail-reader.ts";
import { Shopper } from "./shopper.ts";
import { until } from "./until.ts";

const BROWSED = "Looked and left";
const ADDED = "What goes with it";
const VIEWED = "oak-salt-cellar";
const PUT_IN = "linen-napkins";

const mail = (subject: string) => emailStep(subject, "<h1>Hello {{ customer.first_name }}</h1>{% products %}");

/** R14, R16: Viola looks at two products and adds one; she is written to at once about that, and an hour later about the other. */
export async function tellOfLeftProducts(chapter: Chapter): Promise<void> {
  const { control, admin, command, facts } = chapter;
  const viola = new Shopper(control, "viola@example.com");
  const viewed = await control.product(VIEWED);
  const putIn = await control.product(PUT_IN);
  const mailsAbout = async (subject: string) => (await control.inboxOf(viola.email)).filter((message) => message.subject?.startsWith(subject));

  await facts.expect("left-products-active", "Two scenarios, for products left and for a product added, are active in the list", ["Active", "Active"], async () => {
    await control.createCustomer({ email: viola.email, firstName: "Viola", lastName: "Malá", emailConsent: "SUBSCRIBED" });
    await activateScenario(chapter, { name: BROWSED, entryPoint: { type: "browse-abandonment", config: { idleMinutes: 60 } }, step: mail("Still looking?"), whileInside: "ignore", onOrder: true });
    await activateScenario(chapter, { name: ADDED, entryPoint: { type: "added-to-cart", config: { of: "types", names: [putIn.type] } }, step: mail("Goes well with"), whileInside: "ignore", onOrder: true });
    return Promise.all([BROWSED, ADDED].map(async (name) => (await admin.scenarioRow(name))["Status"]?.split(" ").at(-1) ?? "not there"));
  });
  await facts.expect("added-mail-at-once", "A product of the chosen type goes into the cart, and the e-mail about it comes at once", [1, true], async () => {
    await viola.acceptsTracking();
    await viola.logsIn();
    await viola.browser.open(`/products/${VIEWED}`);
    await viola.browser.open(`/products/${PUT_IN}`);
    await viola.browser.click("[data-add]");
    await until("The cart has it", () => viola.browser.accepted.includes("product_added_to_cart") || viola.browser.idle().then(() => viola.browser.accepted.includes("product_added_to_cart")));
    await viola.browser.leave();
    await control.advance("PT1M");
    const mails = await mailsAbout("Goes well with");
    return [mails.length, mails.every((message) => new MailReader(control, message).words.includes(putIn.title))];
  });
  await facts.expect("browse-mail-when-idle", "After an idle hour one e-mail shows the product viewed and left, and not the one that was added", [0, 1, true, false], async () => {
    await control.advance("PT58M");
    const early = (await mailsAbout("Still looking?")).length;
    await control.advance("PT2M");
    const mails = await mailsAbout("Still looking?");
    const words = mails.map((message) => new MailReader(control, message).words).join(" ");
    return [early, mails.length, words.includes(viewed.title), words.includes(putIn.title)];
  });
  await facts.hold("browse-on-her-page", "The merchant sees on the customer's page what was viewed and what it led to", async () => {
    const page = await admin.customer(viola.email);
    const seen = [`Viewed ${viewed.title}`, `Added ${putIn.title} to the cart`, "E-mail sent: Still looking?"];
    return { ok: seen.every((words) => page.includes(words)), saw: seen.filter((words) => page.includes(words)).join("; ") };
  });
  // Their e-mails are no part of what the other chapters count.
  for (const name of [BROWSED, ADDED]) await command.run("stop", name);
}
