import { seedCatalogue } from "./seed-catalogue.ts";
import type { SeedProduct } from "./seed-catalogue.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { Collection, Product } from "./types.ts";

const DAY = 86_400_000;
const FIRST_PRODUCT = 8_617_204_300_000;
const FIRST_VARIANT = 46_802_117_500_000;
const FIRST_COLLECTION = 441_205_600_000;

/** Products and collections with Shopify-like ids, which depend on the catalogue's order alone. */
export function seedProducts(random: SeededRandom, now: number, vendor: string): { products: Product[]; collections: Collection[] } {
  const products: Product[] = [];
  const collections = seedCatalogue.map((collection, index): Collection => {
    const made = collection.products.map((seed, position) => {
      const number = products.length + position;
      return productOf(random, now, vendor, seed, number);
    });
    products.push(...made);
    return {
      id: String(FIRST_COLLECTION + index * 32_768),
      handle: collection.handle,
      title: collection.title,
      description: collection.text,
      productIds: made.map((product) => product.id),
    };
  });
  return { products, collections };
}

function productOf(random: SeededRandom, now: number, vendor: string, seed: SeedProduct, number: number): Product {
  const id = String(FIRST_PRODUCT + number * 32_768);
  const createdAt = now - random.int(400, 900) * DAY;
  return {
    id,
    handle: seed.handle,
    title: seed.title,
    vendor,
    type: seed.type,
    descriptionHtml: `<p>${seed.text}</p><p><em>${seed.care}</em></p>`,
    tags: seed.was ? [...seed.tags, "sale"] : seed.tags,
    image: `/images/${seed.handle}.jpg`,
    imageAlt: seed.alt,
    status: "ACTIVE",
    variants: Object.entries(seed.variants).map(([title, priceMinor], position) => ({
      id: String(FIRST_VARIANT + (number * 10 + position) * 32_768),
      productId: id,
      title,
      sku: `JC-${String(number + 1).padStart(3, "0")}-${position + 1}`,
      priceMinor,
      compareAtMinor: seed.was && position === Object.keys(seed.variants).length - 1 ? Math.max(seed.was, priceMinor) : seed.was ? Math.round((priceMinor * 1.2) / 100) * 100 : null,
      inventory: seed.soldOut?.includes(title) ? 0 : random.int(60, 220),
    })),
    createdAt,
    updatedAt: now - random.int(2, 60) * DAY,
  };
}
