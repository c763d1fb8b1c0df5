import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** What axe finds inside the app's frame; the shell around it is not ours. Each finding names its rule and its elements. */
export async function findingsInApp(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) => {
    const inFrame = nodes.filter(({ target }) => target.length > 1);
    return inFrame.length === 0 ? [] : [`${id}: ${help}: ${inFrame.map(({ target, html }) => `${String(target.at(-1))} ${html.slice(0, 160)}`).join(" | ")}`];
  });
}

/** By how many pixels the app's page is wider than its frame; 0 when nothing must be scrolled sideways. */
export async function overflowOfApp(page: Page): Promise<number> {
  return page.frameLocator("iframe").locator("html").evaluate((html) => html.scrollWidth - html.clientWidth);
}
