import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Shopper } from "../../scripts/tour/shopper.ts";
import { findingsInApp, overflowOfApp } from "./accessibility.ts";
import { launchChromium, newProfile } from "./chromium.ts";
import { frameTimes } from "./frame-times.ts";
import { largeScenario } from "./large-scenario.ts";
import { LocalDemo } from "./local-demo.ts";
import { Merchant } from "./merchant.ts";

const SEEDED = "Abandoned cart";
const LARGE = "A long correspondence";
const LONGEST_FRAME_MS = 50;
/** Other work on the machine takes a frame now and then: the figure is the best of so many drags. */
const TRIES = 6;

describe("The merchant's pages", () => {
  let demo: LocalDemo;
  let browser: Browser;
  const paths: Record<string, string> = {
    home: "", list: "/scenarios", customers: "/customers", settings: "/settings", events: "/events", event: "/events/new", segments: "/segments", segment: "/segments/new", traits: "/traits", imports: "/traits/imports",
  };

  const merchant = async (viewport?: { width: number; height: number }) => new Merchant(await (await newProfile(browser, viewport ? { viewport, hasTouch: true } : {})).newPage(), demo.stack.addresses);

  beforeAll(async () => {
    [demo, browser] = await Promise.all([LocalDemo.start(), launchChromium()]);
    const ola = new Shopper(demo.control, "ola@example.com");
    await ola.acceptsTracking();
    await ola.logsIn();
    await ola.leavesBehind("speckled-mug");
    await demo.control.advance("PT61M");
    const seeded = (await demo.command.list()).find(({ name }) => name === SEEDED);
    paths["editor"] = `/scenarios/${seeded?.id}`;
    paths["statistics"] = `/scenarios/${seeded?.id}/statistics`;
    const file = join(demo.folder, "large.json");
    writeFileSync(file, JSON.stringify(largeScenario(LARGE)));
    await demo.command.run("import", file);
    paths["large"] = `/scenarios/${(await demo.command.list()).find(({ name }) => name === LARGE)?.id}`;
    const { app, page } = await (async () => {
      const reader = await merchant();
      await reader.opens("/customers?search=ola@example.com");
      return reader;
    })();
    paths["customer"] = ((await app.locator("a[href^='/app/customers/']").first().getAttribute("href")) ?? "").replace("/app", "");
    await page.close();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const screens = ["home", "list", "editor", "statistics", "customers", "customer", "settings", "events", "event", "segments", "segment", "traits", "imports"];
  const sizes = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];

  it.each(screens)("WCAG 2.1: axe finds nothing on %s", async (screen) => {
    const reader = await merchant();
    await reader.opens(paths[screen] ?? "");
    expect(await findingsInApp(reader.page)).toEqual([]);
    expect(reader.errors).toEqual([]);
    await reader.page.close();
  });

  it.each(screens)("on a phone nothing of %s lies beside the screen, and axe finds nothing", async (screen) => {
    const reader = await merchant({ width: 390, height: 844 });
    await reader.opens(paths[screen] ?? "");
    expect(await overflowOfApp(reader.page)).toBe(0);
    expect(await findingsInApp(reader.page)).toEqual([]);
    await reader.page.close();
  });

  it.each(sizes)("axe finds nothing on the panel of any entry point, $width wide", async (viewport) => {
    const reader = await merchant(viewport);
    await reader.opens(paths["editor"] ?? "");
    const { app } = reader;
    const found: string[] = [];
    for (const name of ["Sign-up", "Price drop", "Added to cart", "Browse abandonment", "Order placed", "Tag added"]) await look(name);
    for (const name of ["Segment entered or left", "Scheduled", "On a date", "Custom event"]) {
      await app.getByRole("button", { name: "Delete this entry point" }).click();
      await look(name);
    }
    expect(found).toEqual([]);
    expect(reader.errors).toEqual([]);
    await reader.page.close({ runBeforeUnload: false });

    async function look(name: string): Promise<void> {
      const close = app.getByRole("button", { name: "Close" });
      if (await close.isVisible()) await close.click();
      await app.getByRole("button", { name: "Add an entry point" }).click();
      await app.getByRole("button", { name: new RegExp(`^${name}`) }).last().click();
      await app.getByRole("heading", { name, exact: true }).waitFor();
      if (name === "Sign-up") {
        for (const consent of ["Newsletter", "Text messages"]) await app.getByLabel(consent).check();
        await app.getByText("Your theme shows no sign-up form").waitFor();
      }
      if (await overflowOfApp(reader.page) > 0) found.push(`${name} lies beside the screen`);
      found.push(...(await findingsInApp(reader.page)).map((finding) => `${name}: ${finding}`));
    }
  });

  it("R34 home leads to a new scenario; what would run, but perhaps not as meant, is activated only once that was said", async () => {
    const reader = await merchant();
    await reader.opens("");
    const { app, page } = reader;
    await app.getByRole("button", { name: "Create scenario" }).click();
    await app.getByRole("button", { name: /^Abandoned cart in three e-mails/ }).click();
    await app.getByLabel("Name of the scenario").fill("Once more");
    await app.getByRole("button", { name: "Activate" }).click();
    await app.getByRole("heading", { name: "Activate “Once more” with 2 warnings?" }).waitFor();
    expect(await app.getByRole("listitem").filter({ hasText: "lets customers in for the same reason" }).allInnerTexts()).toEqual([expect.stringMatching(/^Abandoned cart 1: /), expect.stringMatching(/^Abandoned cart 2: /)]);
    expect(await findingsInApp(page)).toEqual([]);
    await app.getByRole("button", { name: "Look at them first" }).click();
    await app.getByRole("heading", { name: "Before it goes live" }).waitFor();
    expect((await demo.command.list()).find(({ name }) => name === "Once more")?.status).not.toBe("active");
    await app.getByRole("button", { name: "Activate" }).click();
    await app.getByRole("button", { name: "Activate anyway" }).click();
    await page.getByText("Active: customers can enter from now on").waitFor();
    await demo.command.run("stop", "Once more");

    await reader.opens("/scenarios");
    await app.getByRole("button", { name: "Actions for Once more" }).click();
    await app.getByRole("button", { name: "Activate", exact: true }).click();
    await app.getByRole("heading", { name: "Activate “Once more” with 1 warning?" }).waitFor();
    expect(await findingsInApp(page)).toEqual([]);
    await app.getByRole("button", { name: "Activate anyway" }).click();
    await app.getByRole("row").filter({ has: app.getByRole("link", { name: "Once more", exact: true }) }).getByText("Active", { exact: true }).waitFor();
    await demo.command.run("stop", "Once more");
    expect(reader.errors).toEqual([]);
    await page.close();
  });

  it("the editor can be used by keyboard alone: walk, open, add, delete, undo", async () => {
    const reader = await merchant();
    await reader.opens(paths["editor"] ?? "");
    const canvas = reader.app.getByRole("region", { name: /^Scenario\. Arrow keys/ });
    const cards = canvas.locator("[data-step-card]");
    await cards.first().waitFor();
    const tool = (name: string | RegExp) => reader.app.getByRole("button", { name });
    const focused = () => reader.app.locator(":focus").getAttribute("aria-label");
    const walksTo = async (card: RegExp) => {
      await reader.app.locator("[data-node-key][tabindex='0']").first().focus();
      for (const key of ["ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown"]) {
        if (card.test((await focused()) ?? "")) return;
        await reader.page.keyboard.press(key);
        await reader.app.locator("[data-node-key][tabindex='0']:focus").waitFor();
      }
      expect(await focused()).toMatch(card);
    };
    await walksTo(/^Send e-mail/);
    await reader.page.keyboard.press("Enter");
    await reader.app.getByLabel("Subject").waitFor();
    await walksTo(/^Send e-mail/);
    await reader.page.keyboard.press("a");
    await reader.app.getByRole("heading", { name: "Add a step" }).waitFor();
    await reader.app.getByRole("button", { name: /Wait before what comes next/ }).focus();
    await reader.page.keyboard.press("Enter");
    await tool("Undo: add “Wait”").waitFor();
    await walksTo(/^Send e-mail/);
    await reader.page.keyboard.press("Control+z");
    await tool("Redo: add “Wait”").waitFor();
    await walksTo(/^Send e-mail/);
    await reader.page.keyboard.press("Delete");
    await tool(/^Undo: delete “/).waitFor();
    await walksTo(/^Wait/);
    await reader.page.keyboard.press("Control+z");
    await tool(/^Redo: delete “/).waitFor();
    expect(reader.errors).toEqual([]);
    await reader.page.close({ runBeforeUnload: false });
  });

  it("with 200 steps no frame takes longer than 50 ms while panning and while dragging a step", async () => {
    const reader = await merchant();
    await reader.opens(paths["large"] ?? "");
    const card = reader.app.locator("[data-step-card]").first();
    await card.waitFor();
    const frame = reader.page.frames().find((each) => each !== reader.page.mainFrame());
    if (!frame) throw new Error("The app is not framed.");
    const box = await reader.app.getByRole("region", { name: /^Scenario\. Arrow keys/ }).boundingBox();
    if (!box) throw new Error("The canvas is not shown.");
    const left = { x: box.x + 120, y: box.y + box.height / 2 };
    const { mouse } = reader.page;
    const panning = async () => {
      await mouse.move(left.x, left.y);
      await mouse.down();
      await mouse.move(left.x + 200, left.y - 250, { steps: 40 });
      await mouse.move(left.x, left.y, { steps: 40 });
      await mouse.up();
    };
    const dragging = async () => {
      const at = await card.boundingBox();
      if (!at) throw new Error("The first step is not shown.");
      await mouse.move(at.x + at.width / 2, at.y + at.height / 2);
      await mouse.down();
      await mouse.move(at.x + at.width / 2 + 150, at.y + 260, { steps: 40 });
      await mouse.move(at.x + at.width / 2, at.y + at.height / 2, { steps: 40 });
      expect(await reader.app.locator("[data-lifted='true']").count()).toBe(1);
      await reader.page.keyboard.press("Escape");
      await mouse.up();
    };
    for (const [what, work] of [["panning", panning], ["dragging", dragging]] as const) {
      await work();
      const longest: number[] = [];
      while (longest.length < TRIES && !longest.some((ms) => ms <= LONGEST_FRAME_MS)) longest.push(Math.max(...(await frameTimes(frame, work))));
      process.stdout.write(`200 steps, ${what}: longest frame ${Math.min(...longest).toFixed(1)} ms (tries: ${longest.map((ms) => ms.toFixed(1)).join(", ")})\n`);
      expect(Math.min(...longest)).toBeLessThanOrEqual(LONGEST_FRAME_MS);
    }
    await reader.page.close();
  });
});
