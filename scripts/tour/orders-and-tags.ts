import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoreControl } from "../demo/store-control.ts";
import type { AdminPages } from "./admin-pages.ts";
import type { Facts } from "./facts.ts";
import type { ScenarioCommand } from "./scenario-command.ts";

const FIRST_ORDER = "Tag after the first order";
const THANKS = "Thanks by tag";
const SUBJECT = "Thank you for your first order";

interface Chapter {
  facts: Facts;
  control: StoreControl;
  admin: AdminPages;
  command: ScenarioCommand;
  /** Where scenario files are written. */
  folder: string;
}

const settings = { reentry: { whileInside: "new-instance", afterEnd: "always", minIntervalHours: 24 }, exits: { onOrder: false, onPage: [] } };

/** The first order tags the customer, and the tag lets in to another scenario (R17, R19). */
export async function tellOrdersAndTags({ facts, control, admin, command, folder }: Chapter): Promise<void> {
  const email = "hana@example.com";
  const activate = async (name: string, entryPoint: unknown, step: unknown): Promise<void> => {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, JSON.stringify({ name, format: 1, settings, entryPoints: [entryPoint], firstStepId: "one", steps: [step] }));
    await command.run("import", path, "--activate");
  };
  const product = await control.product("speckled-mug");
  const buys = async (): Promise<void> => {
    await control.placeOrder({ email, lines: [{ variantId: product.variants[0]?.id ?? "", quantity: 1 }] });
    await control.advance("PT1M");
  };
  await facts.expect("first-order-tags", "A customer's first order lets her in, and the scenario tags her, in Shopify too", ["first-order"], async () => {
    await activate(FIRST_ORDER, { id: "order", type: "order-placed", version: 1, config: { orders: { are: "first" }, spent: null, products: { of: "any" } } }, { id: "one", type: "add-tag", version: 1, config: { tag: "first-order" }, next: { next: null } });
    await activate(THANKS, { id: "tag", type: "tag-added", version: 1, config: { tags: ["FIRST-ORDER"] } }, {
      id: "one", type: "send-email", version: 1, next: { next: null },
      config: { subject: SUBJECT, preheader: "", body: "<p>Thank you, {{ customer.first_name }}.</p>", consent: "newsletter", transactional: false, transactionalReason: "", onFailure: "continue" },
    });
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
