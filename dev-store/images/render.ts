/**
 * Draws the pictures of the seeded products: `node dev-store/images/render.ts [handle…]`. Needs Chromium; its results are
 * committed, so only whoever changes a drawing runs it.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { seedCatalogue } from "../state/seed-catalogue.ts";
import { Drawing } from "./drawing.ts";
import { bathPictures } from "./pictures-bath.ts";
import { ceramicsPictures } from "./pictures-ceramics.ts";
import { gardenPictures } from "./pictures-garden.ts";
import { kitchenPictures } from "./pictures-kitchen.ts";
import { lightPictures } from "./pictures-light.ts";
import { textilesPictures } from "./pictures-textiles.ts";
import type { Picture } from "./picture.ts";

const MOST_BYTES = 25_000;
const pictures: Record<string, Picture> = { ...kitchenPictures, ...ceramicsPictures, ...textilesPictures, ...lightPictures, ...gardenPictures, ...bathPictures };
const wanted = process.argv.slice(2);
const handles = seedCatalogue.flatMap((collection) => collection.products.map((product) => product.handle));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 600, height: 600 } });
for (const [index, handle] of handles.entries()) {
  const picture = pictures[handle];
  if (!picture) throw new Error(`No drawing for ${handle}.`);
  if (wanted.length > 0 && !wanted.includes(handle)) continue;
  const drawing = new Drawing(index + 1, picture.backdrop);
  picture.draw(drawing);
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawing.svg()}`);
  let quality = 88;
  let jpeg = await page.screenshot({ type: "jpeg", quality });
  while (jpeg.length > MOST_BYTES) jpeg = await page.screenshot({ type: "jpeg", quality: (quality -= 4) });
  await writeFile(fileURLToPath(new URL(`${handle}.jpg`, import.meta.url)), jpeg);
  process.stdout.write(`${handle} ${jpeg.length} bytes at quality ${quality}\n`);
}
await browser.close();
