import { applyRules } from "./collection-desk.ts";
import { StoreError } from "./store-error.ts";
import type { Ledger } from "./ledger.ts";
import type { Product, Variant } from "./types.ts";

export interface VariantInput {
  title?: string;
  sku?: string;
  priceMinor: number;
  compareAtMinor?: number | null;
  inventory?: number;
}

export interface ProductInput {
  handle?: string;
  title?: string;
  vendor?: string;
  type?: string;
  descriptionHtml?: string;
  tags?: string[];
  image?: string;
  imageAlt?: string;
  status?: Product["status"];
}

export interface NewProduct extends ProductInput {
  title: string;
  variants: VariantInput[];
}

/** The catalogue as the admin changes it: every change fires one products/create, products/update or products/delete. Throws StoreError. */
export class ProductDesk {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  get(id: string): Product | undefined {
    return this.#ledger.state.products.get(id);
  }

  byHandle(handle: string): Product | undefined {
    for (const product of this.#ledger.state.products.values()) if (product.handle === handle) return product;
    return undefined;
  }

  /** Throws StoreError `not_found`. */
  variant(variantId: string): { product: Product; variant: Variant } {
    return this.#ledger.variant(variantId);
  }

  create(input: NewProduct): Product {
    if (input.variants.length === 0) throw new StoreError("invalid", "A product needs at least one variant.");
    const now = this.#ledger.clock.now();
    const id = this.#ledger.nextId("products");
    const product: Product = {
      id,
      handle: this.#freeHandle(input.handle ?? input.title),
      title: input.title,
      vendor: input.vendor ?? this.#ledger.state.shop.name,
      type: input.type ?? "",
      descriptionHtml: input.descriptionHtml ?? "",
      tags: input.tags ?? [],
      image: input.image ?? "",
      imageAlt: input.imageAlt ?? input.title,
      status: input.status ?? "ACTIVE",
      variants: input.variants.map((variant) => ({
        id: this.#ledger.nextId("variants"),
        productId: id,
        title: variant.title ?? "Default Title",
        sku: variant.sku ?? "",
        priceMinor: variant.priceMinor,
        compareAtMinor: variant.compareAtMinor ?? null,
        inventory: variant.inventory ?? 0,
      })),
      createdAt: now,
      updatedAt: now,
    };
    this.#ledger.state.products.set(id, product);
    applyRules(this.#ledger.state.collections.values(), product);
    this.#ledger.emit({ topic: "products/create", product });
    return product;
  }

  update(id: string, input: ProductInput): Product {
    const product = this.#ledger.product(id);
    Object.assign(product, Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)));
    return this.#changed(product);
  }

  /** Minor units. `compareAtMinor` stays as it is when left out. */
  setPrice(variantId: string, priceMinor: number, compareAtMinor?: number | null): Product {
    if (!Number.isSafeInteger(priceMinor) || priceMinor < 0) throw new StoreError("invalid", "A price is a whole number of minor units.");
    const { product, variant } = this.#ledger.variant(variantId);
    variant.priceMinor = priceMinor;
    if (compareAtMinor !== undefined) variant.compareAtMinor = compareAtMinor;
    return this.#changed(product);
  }

  setInventory(variantId: string, inventory: number): Product {
    const { product, variant } = this.#ledger.variant(variantId);
    variant.inventory = inventory;
    return this.#changed(product);
  }

  delete(id: string): void {
    this.#ledger.product(id);
    this.#ledger.state.products.delete(id);
    for (const collection of this.#ledger.state.collections.values()) {
      collection.productIds = collection.productIds.filter((productId) => productId !== id);
    }
    this.#ledger.emit({ topic: "products/delete", productId: id });
  }

  #changed(product: Product): Product {
    product.updatedAt = this.#ledger.clock.now();
    applyRules(this.#ledger.state.collections.values(), product);
    this.#ledger.emit({ topic: "products/update", product });
    return product;
  }

  #freeHandle(text: string): string {
    const base = text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "product";
    for (let suffix = 0; ; suffix += 1) {
      const handle = suffix === 0 ? base : `${base}-${suffix}`;
      if (!this.byHandle(handle)) return handle;
    }
  }
}
