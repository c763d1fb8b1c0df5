import { activateScenario, emailStep, type Chapter } from "./chapter.ts";
import { MailReader } from "./mail-reader.ts";
import { Shopper } from "./shopper.ts";

const SEEN = "Seen for less";
const FAVOURITE = "Favourite for less";
/** What each costs before and after, in cents: down by 15 and 10 per cent, and by 5.00, which is less than 8. */
const SPOONS = { handle: "beech-spoon-set", was: 2600, is: 2200 };
const CHAMBERSTICK = { handle: "brass-chamberstick", was: 3900, is: 3500 };
const TEAPOT = { handle: "round-teapot", was: 6400, is: 5900 };
const ALL = [SPOONS, CHAMBERSTICK, TEAPOT];

const body = "<p>Hello {{ customer.first_name }}</p>{% products %}";
const check = { every: "days", days: 1, time: "09:00" };
const prices = (product: { was: number; is: number }) => [product.was, product.is].map((minor) => (minor / 100).toFixed(2));

/** R18: the merchant lowers prices; the morning's check tells each customer of what that customer saw or marked, once. */
export async function tellPriceDrops(chapter: Chapter): Promise<void> {
  const { facts, control, admin, command } = chapter;
  const [klara, david] = [new Shopper(control, "klara@example.com"), new Shopper(control, "david@example.com")];
  // Past the hour of the day's check, whatever hour the chapters before came to.
  await control.advanceTo(await control.dayAhead(1), "10:00");
  const tomorrow = await control.dayAhead(1);
  const mailsAbout = async (subject: string, shopper: Shopper) => (await control.inboxOf(shopper.email)).filter((mail) => mail.subject === subject);
  const counts = async () => Promise.all([klara, david].flatMap((shopper) => [SEEN, FAVOURITE].map(async (subject) => (await mailsAbout(subject, shopper)).length)));
  /** Of these products' titles and prices those that the one e-mail shows. */
  const shown = async (subject: string, shopper: Shopper) => {
    const words = (await mailsAbout(subject, shopper)).map((mail) => new MailReader(control, mail).words.replaceAll(",", ".")).join(" ");
    const titles = await Promise.all(ALL.map(async (product) => [(await control.product(product.handle)).title, ...prices(product)]));
    return titles.flat().filter((each) => words.includes(each));
  };
  const named = async (...products: typeof ALL) => (await Promise.all(products.map(async (product) => [(await control.product(product.handle)).title, ...prices(product)]))).flat();

  await facts.expect("price-drop-waits", "Klara views two products, David marks one; the merchant lowers all three, and nothing is sent before the check's hour", [0, 0, 0, 0], async () => {
    for (const [shopper, firstName] of [[klara, "Klara"], [david, "David"]] as const) {
      await control.createCustomer({ email: shopper.email, firstName, lastName: "Novák", emailConsent: "SUBSCRIBED" });
      await shopper.acceptsTracking();
      await shopper.logsIn();
    }
    await activateScenario(chapter, {
      name: SEEN, step: emailStep(SEEN, body),
      entryPoint: { type: "price-drop", config: { minimum: { percent: 10, amountMinor: null }, audience: { mode: "did", viewed: true, added: false, favourite: false, match: "any", days: 30 }, check, skipBoughtDays: 14 } },
    });
    await activateScenario(chapter, {
      name: FAVOURITE, step: emailStep(FAVOURITE, body),
      entryPoint: { type: "price-drop", config: { minimum: { percent: null, amountMinor: 500 }, audience: { mode: "has", cart: false, favourites: true }, check, skipBoughtDays: 14 } },
    });
    for (const { handle } of [SPOONS, CHAMBERSTICK]) await klara.browser.open(`/products/${handle}`);
    await klara.browser.leave();
    await david.browser.open(`/products/${TEAPOT.handle}`);
    await david.browser.click(".scenarios-favourite");
    await david.browser.leave();
    await control.advance("PT1M");
    for (const { handle, is } of ALL) await control.changePrice(handle, is);
    await control.advanceTo(tomorrow, "08:59");
    return counts();
  });
  await facts.expect("price-drop-percent", "At its hour Klara gets one e-mail with both products viewed, their old and new prices", await named(SPOONS, CHAMBERSTICK), async () => {
    await control.advanceTo(tomorrow, "09:01");
    return shown(SEEN, klara);
  });
  await facts.expect("price-drop-amount", "David gets one about the favourite: 5.00 less is enough there, though it is not ten per cent", [await named(TEAPOT), [1, 0, 0, 1]], async () => [await shown(FAVOURITE, david), await counts()]);
  await facts.expect("price-drop-once", "Two more checks say nothing of the same prices again", [1, 0, 0, 1], async () => {
    await control.advance("P2D");
    return counts();
  });
  await facts.hold("price-drop-told", "The customer's page names what dropped, from which price to which, and the e-mail", async () => {
    const page = await admin.customer(klara.email);
    const told = ["Entered: Price drop", "Beech Spoon Set: €26.00 → €22.00", "Brass Chamberstick: €39.00 → €35.00", `E-mail sent: ${SEEN}`].filter((words) => page.includes(words));
    return { ok: told.length === 4, saw: told.join("; ") };
  });
  for (const name of [SEEN, FAVOURITE]) await command.run("stop", name);
}
