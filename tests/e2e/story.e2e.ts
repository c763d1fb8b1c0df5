import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlacedOrder } from "../../scripts/demo/store-control.ts";
import { MailReader } from "../../scripts/tour/mail-reader.ts";
import { orderWebhook } from "../../scripts/tour/order-webhook.ts";
import { launchChromium, newProfile } from "./chromium.ts";
import { LocalDemo } from "./local-demo.ts";
import { Merchant } from "./merchant.ts";
import { Shopper } from "./shopper.ts";

const OURS = "Win her back";
const PRODUCT = "speckled-mug";

/** One story, told in order: each test begins where the one before it ended. */
describe("The abandoned cart, in a real browser", () => {
  let demo: LocalDemo;
  let browser: Browser;
  let merchant: Merchant;
  let ola: Shopper;
  let order: PlacedOrder;

  const shopper = async (email: string) => new Shopper(demo.control, await newProfile(browser), email);
  const mails = async (email: string) => (await demo.control.inboxOf(email)).length;
  const latest = async (email: string) => {
    const message = (await demo.control.inboxOf(email)).at(-1);
    if (!message) throw new Error(`${email} has no e-mail.`);
    return new MailReader(demo.control, message);
  };

  beforeAll(async () => {
    [demo, browser] = await Promise.all([LocalDemo.start(), launchChromium()]);
    await demo.command.run("stop", "Abandoned cart");
    merchant = new Merchant(await (await newProfile(browser)).newPage(), demo.stack.addresses);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  it("R15 R34 a merchant makes a scenario from the template, sets 30 minutes of idle time, and activates it", async () => {
    await merchant.opens("/scenarios");
    await merchant.app.getByRole("button", { name: "Create scenario" }).click();
    await merchant.app.getByRole("button", { name: /^Abandoned cart in three e-mails/ }).click();
    await merchant.app.getByLabel("Name of the scenario").fill(OURS);
    const start = merchant.app.getByRole("region", { name: "Where the scenario starts" });
    for (const place of [0, 1]) {
      const entry = start.getByRole("button", { name: new RegExp(`^Abandoned cart ${place + 1}:`) });
      await entry.click();
      await merchant.app.getByLabel("Unit").selectOption("minutes");
      await merchant.app.getByLabel("Idle for").fill("30");
      await entry.getByText("30 minutes").waitFor();
    }
    await merchant.app.getByRole("button", { name: "Activate" }).click();
    await merchant.page.getByText("Active: customers can enter from now on").waitFor();
    expect(await merchant.figuresOf(OURS)).toMatchObject({ Status: expect.stringMatching(/Active$/) as string, Started: "0", Sent: "0", Revenue: "€0.00" });
  });

  it("R43 a shopper who accepted tracking and is logged in leaves her cart behind", async () => {
    ola = await shopper("ola@example.com");
    await ola.opens("/");
    expect(await ola.stored()).toEqual([]);
    expect(ola.requestsToApp).toEqual([]);
    await ola.accepts();
    await ola.logsIn();
    await ola.leavesBehind(PRODUCT);
    const page = await merchant.readsAbout(ola.email);
    for (const fact of ["Viewed Speckled Mug", "Added Speckled Mug to the cart", "Opened the cart"]) expect(page).toContain(fact);
  });

  it("R15 R26 nothing is sent at 29 minutes; at the due minute one e-mail with her name, the product, its picture and price", async () => {
    await demo.control.advance("PT29M");
    expect(await mails(ola.email)).toBe(0);
    await demo.control.advance("PT1M");
    expect(await mails(ola.email)).toBe(1);
    const mail = await latest(ola.email);
    const { title, variants } = await demo.control.product(PRODUCT);
    const price = ((variants[0]?.priceMinor ?? NaN) / 100).toFixed(2);
    for (const word of ["Ola", title, price]) expect(mail.words.replaceAll(",", ".")).toContain(word);
    await ola.opens("/inbox");
    await ola.page.getByText("Ola, you left something behind").first().click();
    const shown = ola.page.frameLocator("iframe").getByRole("img", { name: /mug/i });
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth), { timeout: 10_000 }).toBeGreaterThan(100);
  });

  it("R32 a mail scanner that follows every link changes nothing, and its clicks are shown apart", async () => {
    const before = await demo.control.customer(ola.email);
    await (await latest(ola.email)).isScanned();
    await demo.control.advance("PT2M");
    expect(await demo.control.customer(ola.email)).toEqual(before);
    expect(await merchant.figuresOf(OURS)).toMatchObject({ Started: "1", Active: "1", Removed: "0", Clicked: "0", Unsubscribed: "0" });
    const page = await merchant.readsAbout(ola.email);
    expect(page).toContain("A mail scanner followed");
    expect(page).toMatch(/Newsletter \S* ?Subscribed/);
    expect(page).toContain("Inside now");
  });

  it("R44 she clicks in the e-mail, logged out and in another browser, and is recognised", async () => {
    ola = await shopper("ola@example.com");
    await ola.accepts();
    await ola.opens("/inbox");
    await ola.page.getByText("Ola, you left something behind").first().click();
    const [opened] = await Promise.all([ola.page.waitForEvent("popup"), ola.page.frameLocator("iframe").getByRole("link", { name: "Back to my basket" }).click()]);
    await opened.waitForURL(`${demo.control.origin}/cart`);
    await opened.getByRole("heading", { name: "Your basket" }).waitFor();
    await ola.continuesIn(opened);
    await expect.poll(() => merchant.readsAbout(ola.email), { timeout: 30_000 }).toMatch(/Known browsers 2/);
    expect(await merchant.readsAbout(ola.email)).toContain("Clicked in: Ola, you left something behind");
  });

  it("R8 R2 she orders: the run ends as “order placed”, later e-mails never come, and the list shows it all", async () => {
    await ola.orders();
    await demo.control.advance("P4D");
    expect(await mails(ola.email)).toBe(1);
    const page = await merchant.readsAbout(ola.email);
    expect(page).toContain("Left the scenario");
    expect(page).toContain("An order was placed");
    expect(page).not.toContain("Inside now");
    const [placed] = await demo.control.ordersOf(ola.email);
    if (!placed) throw new Error("Ola has no order.");
    order = placed;
    expect(await merchant.figuresOf(OURS)).toMatchObject({
      Started: "1", Active: "0", Removed: "1", Completed: "0", Sent: "1", Opened: "1", Clicked: "1", Revenue: `€${(order.totalMinor / 100).toFixed(2)}`,
    });
  });

  it("R45 the same order told by five webhooks counts once", async () => {
    for (const id of ["again-1", "again-1", "again-2", "again-3", "again-4"]) await demo.control.deliverWebhook({ topic: "orders/create", payload: orderWebhook(order), id, eventId: id });
    await demo.control.advance("PT1M");
    expect(await merchant.figuresOf(OURS)).toMatchObject({ Started: "1", Removed: "1", Revenue: `€${(order.totalMinor / 100).toFixed(2)}` });
    expect(await merchant.readsAbout(ola.email)).toMatch(/Orders 1 /);
  });

  it("R43 a shopper who refuses tracking: nothing about her is stored or sent", async () => {
    const petr = await shopper("petr@example.com");
    await petr.refuses();
    await petr.logsIn();
    await petr.leavesBehind(PRODUCT);
    await petr.opens("/");
    expect(await petr.stored()).toEqual([]);
    expect(petr.requestsToApp).toEqual([]);
    await demo.control.advance("PT3H");
    expect(await mails(petr.email)).toBe(0);
    const page = await merchant.readsAbout(petr.email);
    expect(page).toContain("Nothing has happened yet");
    expect(page).toContain("Known browsers 0");
    expect(await merchant.figuresOf(OURS)).toMatchObject({ Started: "1" });
  });

  it("R42 a third unsubscribes by one click: her next e-mail is suppressed, and her page says why", async () => {
    const emma = await shopper("emma@example.com");
    await emma.accepts();
    await emma.logsIn();
    await emma.leavesBehind(PRODUCT);
    await demo.control.advance("PT31M");
    expect(await mails(emma.email)).toBe(1);
    expect(await (await latest(emma.email)).unsubscribesByOneClick()).toBe(200);
    await demo.control.advance("P2D");
    expect(await mails(emma.email)).toBe(1);
    expect((await demo.control.customer(emma.email)).emailConsent.state).toBe("UNSUBSCRIBED");
    expect(await merchant.readsAbout(emma.email)).toMatch(/E-mail not sent .*withdrawn the consent “Newsletter”/);
  });

  it("R26 the app is killed while the provider's answer is parked: after a restart there is exactly one e-mail", async () => {
    await demo.control.createCustomer({ email: "zofia@example.com", firstName: "Zofia", lastName: "Lis", emailConsent: "SUBSCRIBED" });
    const zofia = await shopper("zofia@example.com");
    await zofia.accepts();
    await zofia.logsIn();
    await zofia.leavesBehind(PRODUCT);
    await demo.control.parkNextSending();
    await demo.control.advanceUntilParked("PT31M");
    await demo.stack.killApp();
    await demo.control.releaseFaults();
    await demo.stack.startApp();
    await demo.control.advance("PT10M");
    expect(await mails(zofia.email)).toBe(1);
    expect((await merchant.readsAbout(zofia.email)).split("E-mail sent:")).toHaveLength(2);
  });

  it("nothing went wrong in the merchant's pages", () => {
    expect(merchant.errors).toEqual([]);
  });
});
