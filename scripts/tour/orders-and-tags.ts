import { activateScenario, emailStep, type Chapter } from "./chapter.ts";

const FIRST_ORDER = "Tag after the first order";
const THANKS = "Thanks by tag";
const SUBJECT = "Thank you for your first order";

/** The first order tags the customer, and the tag lets in to another scenario (R17, R19). */
export async function tellOrdersAndTags(chapter: Chapter): Promise<void> {
  const { facts, control, admin } = chapter;
  const email = "hana@example.com";
  const product = await control.product("speckled-mug");
  const buys = async (): Promise<void> => {
    await control.placeOrder({ email, lines: [{ variantId: product.variants[0]?.id ?? "", quantity: 1 }] });
    await control.advance("PT1M");
  };
  await facts.expect("first-order-tags", "A customer's first order lets her in, and the scenario tags her, in Shopify too", ["first-order"], async () => {
    await activateScenario(chapter, { name: FIRST_ORDER, entryPoint: { type: "order-placed", config: { orders: { are: "first" }, spent: null, products: { of: "any" } } }, step: { type: "add-tag", config: { tag: "first-order" } } });
    await activateScenario(chapter, { name: THANKS, entryPoint: { type: "tag-added", config: { tags: ["FIRST-ORDER"] } }, step: emailStep(SUBJECT, "<p>Thank you, {{ customer.first_name }}.</p>") });
    await control.createCustomer({ email, firstName: "Hana", lastName: "Kral", emailConsent: "SUBSCRIBED" });
    await buys();
    return (await control.customer(email)).tags;
  });
  await facts.expect("tag-thanks", "The tag lets her in to the other scenario, which thanks her", [SUBJECT], async () => (await control.inboxOf(email)).map(({ subject }) => subject));
  await facts.hold("second-order-refused", "Her second order is not the first: her page says so, and no second e-mail comes", async () => {
    await buys();
    const page = await admin.customer(email);
    const mails = (await control.inboxOf(email)).length;
    const told = ["Entered: Order placed", "Entered: Tag added", "Did not enter: Order placed", "not the customer’s first order"].filter((words) => page.includes(words));
    return { ok: told.length === 4 && mails === 1, saw: `${told.join("; ")}; ${mails} e-mail` };
  });
}
