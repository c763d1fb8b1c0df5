import { z } from "zod";
import type { DemoStack } from "../demo/demo-stack.ts";
import { StoreControl, type ReceivedMessage } from "../demo/store-control.ts";
import { AdminPages } from "./admin-pages.ts";
import { importScenario } from "./chapter.ts";
import { tellCustomEvent } from "./custom-event.ts";
import type { Facts } from "./facts.ts";
import { tellOfLeftProducts } from "./left-products.ts";
import { MailReader } from "./mail-reader.ts";
import { tellOrdersAndTags } from "./orders-and-tags.ts";
import { tellSignUp } from "./sign-up.ts";
import { orderWebhook } from "./order-webhook.ts";
import { tellPriceDrops } from "./price-drops.ts";
import { tellSchedules } from "./schedules.ts";
import { tellSegments } from "./segments.ts";
import { ScenarioCommand } from "./scenario-command.ts";
import { Shopper } from "./shopper.ts";

const SEEDED = "Abandoned cart";
const OURS = "Win back after 30 minutes";
const PRODUCT = "speckled-mug";
const TO_BASKET = "Back to my basket";

const scenarioFile = z.looseObject({ name: z.string(), entryPoints: z.array(z.looseObject({ config: z.looseObject({ idleMinutes: z.number() }) })) });

/** The story that must hold, told on a fresh demo: each chapter adds its facts. */
export class Story {
  readonly #stack: DemoStack;
  readonly #facts: Facts;
  readonly #control: StoreControl;
  readonly #admin: AdminPages;
  readonly #command: ScenarioCommand;
  readonly #folder: string;

  constructor(stack: DemoStack, facts: Facts, folder: string) {
    this.#stack = stack;
    this.#facts = facts;
    this.#folder = folder;
    this.#control = new StoreControl(stack.addresses);
    this.#admin = new AdminPages(stack.addresses);
    this.#command = new ScenarioCommand(stack.appEnvironment);
  }

  async tell(): Promise<void> {
    await this.#merchantMakesHerScenario();
    const ola = new Shopper(this.#control, "ola@example.com");
    await this.#olaAbandons(ola);
    await this.#scannerFollowsEverything(ola);
    await this.#olaComesBack(ola);
    await this.#petrRefuses();
    await this.#emmaUnsubscribes();
    const chapter = { facts: this.#facts, control: this.#control, admin: this.#admin, command: this.#command, folder: this.#folder };
    for (const tell of [tellOrdersAndTags, tellSignUp, tellSchedules, tellSegments, tellCustomEvent, tellOfLeftProducts, tellPriceDrops]) await tell(chapter);
    await this.#serverIsKilled();
  }

  async #merchantMakesHerScenario(): Promise<void> {
    await this.#facts.expect("seeded-stopped", "The seeded scenario is stopped", "stopped", async () => {
      await this.#command.run("stop", SEEDED);
      return (await this.#command.list()).find(({ name }) => name === SEEDED)?.status ?? "not there";
    });
    await this.#facts.expect("activated", "A scenario from the template, idle time 30 minutes, is active in the merchant's list", [OURS, "Active", "0"], async () => {
      const file = scenarioFile.parse(JSON.parse(await this.#command.run("template", "abandoned-cart-series")));
      await importScenario({ command: this.#command, folder: this.#folder }, { ...file, name: OURS, entryPoints: file.entryPoints.map((entry) => ({ ...entry, config: { ...entry.config, idleMinutes: 30 } })) });
      const row = await this.#admin.scenarioRow(OURS);
      return [row["Scenario"], row["Status"]?.split(" ").at(-1), row["Started"]];
    });
  }

  async #olaAbandons(ola: Shopper): Promise<void> {
    await this.#facts.expect("asked-first", "Nothing is stored or sent before a visitor has chosen", [0, []], async () => {
      await ola.browser.open("/");
      return [ola.browser.requestsToApp, ola.browser.stored];
    });
    await this.#facts.expect("tracked", "The shipped tracker tells what a consenting shopper does", ["cart_viewed", "product_added_to_cart", "product_viewed"], async () => {
      await ola.acceptsTracking();
      await ola.logsIn();
      await ola.leavesBehind(PRODUCT);
      return [...new Set(ola.browser.accepted)].filter((type) => type !== "page_viewed" && type !== "cart_updated").sort();
    });
    await this.#facts.expect("page-scripts-fine", "No script of the shop's pages failed", [], async () => ola.browser.errors);
    await this.#facts.expect("nothing-at-29", "Nothing is sent at 29 minutes", 0, async () => {
      await this.#control.advance("PT29M");
      return (await this.#control.inboxOf(ola.email)).length;
    });
    await this.#facts.expect("one-mail-when-due", "At the due minute exactly one e-mail arrives", 1, async () => {
      await this.#control.advance("PT1M");
      return (await this.#control.inboxOf(ola.email)).length;
    });
    await this.#facts.hold("mail-is-hers", "It names her, the product and its price, and shows its picture", async () => {
      const { title, image, variants } = await this.#control.product(PRODUCT);
      const mail = await this.#latest(ola.email);
      const price = ((variants[0]?.priceMinor ?? 0) / 100).toFixed(2);
      const seen = ["Ola", title, price].filter((word) => mail.words.replaceAll(",", ".").includes(word));
      const pictured = mail.pictures.some((address) => address.includes(image.split(".")[0] ?? image));
      const types = await mail.showsPictures();
      return { ok: seen.length === 3 && pictured && types.every((type) => type.startsWith("image/")), saw: `${seen.join(", ")}; ${pictured ? "its picture" : `no ${image}`}; ${types.join(", ")}` };
    });
  }

  async #scannerFollowsEverything(ola: Shopper): Promise<void> {
    const state = async () => {
      const page = await this.#admin.customer(ola.email);
      const { tags, emailConsent } = await this.#control.customer(ola.email);
      const { started = -1, active = -1, removed = -1, unsubscribed = -1 } = await this.#command.figures(OURS);
      return { newsletter: /Newsletter \S* ?(Subscribed|Unsubscribed|Pending)/.exec(page)?.[1] ?? "?", inside: page.includes("Inside now"), tags, atShopify: emailConsent.state, started, active, removed, unsubscribed };
    };
    const before = await state();
    await this.#facts.expect("scanner-changes-nothing", "A mail scanner GETs every link at once: consent, tags and run stay", before, async () => {
      await (await this.#latest(ola.email)).isScanned();
      await this.#control.advance("PT2M");
      return state();
    });
    await this.#facts.hold("scanner-apart", "Its clicks are shown apart from hers", async () => {
      const { clicked, clicks, machineClicks = 0 } = await this.#command.figures(OURS);
      const shown = (await this.#admin.customer(ola.email)).includes("A mail scanner followed");
      return { ok: clicked === 0 && clicks === 0 && machineClicks > 0 && shown, saw: `clicked ${clicked}, clicks ${clicks}, by machines ${machineClicks}${shown ? ", told on her page" : ""}` };
    });
  }

  async #olaComesBack(ola: Shopper): Promise<void> {
    await this.#facts.hold("recognised", "Logged out, she clicks in the e-mail and is recognised", async () => {
      await ola.logsOut();
      await ola.browser.open((await this.#latest(ola.email)).link(TO_BASKET));
      const landed = ola.browser.window.location;
      await ola.browser.leave();
      await this.#control.advance("PT1M");
      const page = await this.#admin.customer(ola.email);
      const [, browsers] = /Known browsers (\d+)/.exec(page) ?? [];
      return { ok: page.includes("Came by a link of a message") && browsers === "2" && !landed.search.includes("scn"), saw: `landed on ${landed.pathname}${landed.search}; known browsers ${browsers}` };
    });
    await this.#facts.hold("run-ends", "She orders, and her run ends as “An order was placed”", async () => {
      await ola.orders("Ola", "Nowak");
      await this.#control.advance("PT1M");
      const page = await this.#admin.customer(ola.email);
      const left = page.includes("Left the scenario") && page.includes("An order was placed") && !page.includes("Inside now");
      return { ok: left, saw: left ? "Left the scenario: An order was placed" : "no such end on her page" };
    });
    await this.#facts.expect("later-mails-never-come", "Four days later there is still the one e-mail", 1, async () => {
      await this.#control.advance("P4D");
      return (await this.#control.inboxOf(ola.email)).length;
    });
    const shown = async () => {
      const [order] = await this.#control.ordersOf(ola.email);
      const row = await this.#admin.scenarioRow(OURS);
      const figures = Object.fromEntries(["Started", "Active", "Removed", "Completed", "Sent", "Opened", "Clicked"].map((name) => [name, row[name]]));
      return { ...figures, Revenue: row["Revenue"]?.replace(/[^\d.]/g, ""), order: ((order?.totalMinor ?? 0) / 100).toFixed(2) };
    };
    const [order] = await this.#control.ordersOf(ola.email);
    const money = ((order?.totalMinor ?? NaN) / 100).toFixed(2);
    const expected = { Started: "1", Active: "0", Removed: "1", Completed: "0", Sent: "1", Opened: "1", Clicked: "1", Revenue: money, order: money };
    await this.#facts.expect("list-figures", "The list shows one start, one removal, one e-mail sent, opened and clicked, and her order as revenue", expected, shown);
    await this.#facts.expect("order-counts-once", "The same order told by five more webhooks counts once", expected, async () => {
      if (!order) throw new Error("Ola has no order.");
      for (const id of ["again-1", "again-1", "again-2", "again-3", "again-4"]) await this.#control.deliverWebhook({ topic: "orders/create", payload: orderWebhook(order), id, eventId: id });
      await this.#control.advance("PT1M");
      return shown();
    });
  }

  async #petrRefuses(): Promise<void> {
    const petr = new Shopper(this.#control, "petr@example.com");
    await this.#facts.expect("refused-nothing-kept", "A shopper who refuses tracking: nothing is stored in the browser or sent", [0, []], async () => {
      await petr.refusesTracking();
      await petr.logsIn();
      await petr.leavesBehind(PRODUCT);
      return [petr.browser.requestsToApp, petr.browser.stored];
    });
    await this.#facts.hold("refused-nothing-happens", "The app knows nothing of the visit, and no e-mail comes", async () => {
      await this.#control.advance("PT3H");
      const page = await this.#admin.customer(petr.email);
      const { started } = await this.#command.figures(OURS);
      const mails = (await this.#control.inboxOf(petr.email)).length;
      const empty = page.includes("Nothing has happened yet") && page.includes("Known browsers 0");
      return { ok: empty && started === 1 && mails === 0, saw: `${empty ? "an empty timeline" : "something on the timeline"}, started ${started}, e-mails ${mails}` };
    });
  }

  async #emmaUnsubscribes(): Promise<void> {
    const emma = new Shopper(this.#control, "emma@example.com");
    await this.#facts.expect("one-click", "A third shopper unsubscribes by one click; Shopify is told", [1, 200, "UNSUBSCRIBED"], async () => {
      await emma.acceptsTracking();
      await emma.logsIn();
      await emma.leavesBehind(PRODUCT);
      await this.#control.advance("PT31M");
      const mails = (await this.#control.inboxOf(emma.email)).length;
      const status = await (await this.#latest(emma.email)).unsubscribesByOneClick();
      await this.#control.advance("PT1M");
      return [mails, status, (await this.#control.customer(emma.email)).emailConsent.state];
    });
    await this.#facts.hold("next-mail-suppressed", "Her next e-mail is suppressed, and her page says why", async () => {
      await this.#control.advance("P2D");
      const mails = (await this.#control.inboxOf(emma.email)).length;
      const page = await this.#admin.customer(emma.email);
      const [why] = /E-mail not sent .*?withdrawn the consent “[^”]+”\.?/.exec(page) ?? [];
      return { ok: mails === 1 && why !== undefined, saw: `${mails} e-mail; ${why ?? "no reason on her page"}` };
    });
  }

  async #serverIsKilled(): Promise<void> {
    const zofia = new Shopper(this.#control, "zofia@example.com");
    await this.#facts.expect("killed-while-sending", "The app is killed while the provider's answer is parked; after a restart there is exactly one e-mail", [1, "1"], async () => {
      await this.#control.createCustomer({ email: zofia.email, firstName: "Zofia", lastName: "Lis", emailConsent: "SUBSCRIBED" });
      await zofia.acceptsTracking();
      await zofia.logsIn();
      await zofia.leavesBehind(PRODUCT);
      await this.#control.parkNextSending();
      await this.#control.advanceUntilParked("PT31M");
      await this.#stack.killApp();
      await this.#control.releaseFaults();
      await this.#stack.startApp();
      await this.#control.advance("PT10M");
      const page = await this.#admin.customer(zofia.email);
      return [(await this.#control.inboxOf(zofia.email)).length, String(page.split("E-mail sent:").length - 1)];
    });
  }

  async #latest(address: string): Promise<MailReader> {
    const message: ReceivedMessage | undefined = (await this.#control.inboxOf(address)).at(-1);
    if (!message) throw new Error(`${address} has no e-mail.`);
    return new MailReader(this.#control, message);
  }
}
