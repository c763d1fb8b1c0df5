/**
 * `node scripts/screenshots.ts`: plays the story on a demo of its own and takes the pictures of docs/screenshots/, each at a desk and on a phone.
 * Chromium is /usr/bin/chromium, or what CHROMIUM names.
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launchChromium, newProfile } from "../tests/e2e/chromium.ts";
import { LocalDemo } from "../tests/e2e/local-demo.ts";
import { Merchant } from "../tests/e2e/merchant.ts";
import { MailReader } from "./tour/mail-reader.ts";
import { Shopper } from "./tour/shopper.ts";

const FOLDER = fileURLToPath(new URL("../docs/screenshots/", import.meta.url));
const SCREENS = [{ ending: "", viewport: { width: 1440, height: 900 } }, { ending: "-phone", viewport: { width: 390, height: 844 } }] as const;
const SEEDED = "Abandoned cart";
const TO_BASKET = "Back to my basket";

const demo = await LocalDemo.start();
const browser = await launchChromium();
try {
  const customer = await peopleShop(demo);
  const scenario = (await demo.command.list()).find(({ name }) => name === SEEDED)?.id ?? "";
  mkdirSync(FOLDER, { recursive: true });
  for (const { ending, viewport } of SCREENS) {
    const picture = (name: string) => ({ path: `${FOLDER}${name}${ending}.png` });
    const merchant = new Merchant(await (await newProfile(browser, { viewport })).newPage(), demo.stack.addresses);
    for (const [name, path] of [["list", "/scenarios"], ["editor", `/scenarios/${scenario}`]] as const) {
      await merchant.opens(path);
      await merchant.page.screenshot(picture(name));
    }
    // Tall enough for the figures, the days and the way through the scenario.
    await merchant.page.setViewportSize({ width: viewport.width, height: 2 * viewport.height });
    await merchant.opens(`/scenarios/${scenario}/statistics`);
    await merchant.app.locator(".recharts-bar").first().waitFor();
    await merchant.page.screenshot(picture("statistics"));
    await merchant.page.setViewportSize(viewport);
    await merchant.readsAbout(customer);
    await merchant.settled();
    await merchant.page.screenshot(picture("customer"));
    const page = await (await newProfile(browser, { viewport })).newPage();
    await page.goto(demo.stack.addresses.store, { waitUntil: "networkidle" });
    await page.getByRole("button", { name: "Accept" }).click();
    await page.locator("[data-consent]").waitFor({ state: "hidden" });
    await page.screenshot(picture("storefront"));
    await page.goto(demo.stack.addresses.inbox, { waitUntil: "networkidle" });
    await page.getByText("you left something behind").first().click();
    await page.frameLocator("iframe").getByText(TO_BASKET).waitFor();
    await page.waitForLoadState("networkidle");
    await page.screenshot(picture("inbox"));
    process.stdout.write(`Pictures of ${viewport.width} × ${viewport.height} taken.\n`);
  }
} finally {
  await browser.close();
  await demo.stop();
}

/** Some people leave carts, read, come back and order, or do not. Returns the address of one about whom there is much to read. */
async function peopleShop({ control }: LocalDemo): Promise<string> {
  const people = [
    { email: "ola@example.com", firstName: "Ola", lastName: "Nowak", product: "speckled-mug", then: "orders" },
    { email: "petr@example.com", firstName: "Petr", lastName: "Dvořák", product: "linen-apron", then: "unsubscribes" },
    { email: "emma@example.com", firstName: "Emma", lastName: "Clarke", product: "moon-vase", then: "reads" },
    { email: "zofia@example.com", firstName: "Zofia", lastName: "Lis", product: "lambswool-throw", then: "orders" },
    { email: "jonas@example.com", firstName: "Jonas", lastName: "Weber", product: "terracotta-planter", then: "waits" },
  ] as const;
  for (const { email, firstName, lastName, product, then } of people) {
    if (!["ola", "petr", "emma"].some((name) => email.startsWith(name))) await control.createCustomer({ email, firstName, lastName, emailConsent: "SUBSCRIBED" });
    const shopper = new Shopper(control, email);
    await shopper.acceptsTracking();
    await shopper.logsIn();
    await shopper.leavesBehind(product);
    await control.advance("PT61M");
    const message = (await control.inboxOf(email)).at(-1);
    if (!message) throw new Error(`${email} has no e-mail.`);
    const mail = new MailReader(control, message);
    if (then === "waits") continue;
    await mail.showsPictures();
    await control.advance("PT2M");
    if (then === "unsubscribes") await mail.unsubscribesByOneClick();
    if (then === "orders") {
      await mail.isScanned();
      await control.advance("PT5M");
      await shopper.browser.open(mail.link(TO_BASKET));
      await shopper.browser.leave();
      await control.advance("PT2M");
      await shopper.orders(firstName, lastName);
    }
    await control.advance("PT19H");
  }
  await control.advance("PT1M");
  return "ola@example.com";
}
