import { StoreError } from "./store-error.ts";
import type { Ledger } from "./ledger.ts";
import type { Collection, CollectionRule, Product } from "./types.ts";

export interface CollectionInput {
  title?: string;
  handle?: string;
  description?: string;
  /** Of one that is chosen by hand. */
  productIds?: string[];
  /** Makes it an automated one. */
  rule?: CollectionRule;
}

/**
 * Collections as the admin changes them: every change of one fires collections/create, update or delete. What a change of a product does to
 * automated ones fires nothing, as at Shopify. Throws StoreError.
 */
export class CollectionDesk {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  get(id: string): Collection | undefined {
    return this.#ledger.state.collections.get(id);
  }

  create(input: CollectionInput & { title: string }): Collection {
    const id = this.#ledger.nextId("collections");
    const handle = input.handle ?? (input.title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || id);
    const collection: Collection = { id, handle, title: input.title, description: input.description ?? "", productIds: [], updatedAt: this.#ledger.clock.now() };
    this.#put(collection, input);
    this.#ledger.state.collections.set(id, collection);
    this.#ledger.emit({ topic: "collections/create", collection });
    return collection;
  }

  update(id: string, input: CollectionInput): Collection {
    const collection = this.#existing(id);
    this.#put(collection, input);
    collection.updatedAt = this.#ledger.clock.now();
    this.#ledger.emit({ topic: "collections/update", collection });
    return collection;
  }

  delete(id: string): void {
    this.#existing(id);
    this.#ledger.state.collections.delete(id);
    this.#ledger.emit({ topic: "collections/delete", collectionId: id });
  }

  #put(collection: Collection, { productIds, ...rest }: CollectionInput): void {
    for (const productId of productIds ?? []) this.#ledger.product(productId);
    if (productIds && (rest.rule ?? collection.rule)) throw new StoreError("invalid", "The products of an automated collection follow from its rule.");
    Object.assign(collection, Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)));
    if (productIds) collection.productIds = [...new Set(productIds)];
    if (collection.rule) collection.productIds = [...this.#ledger.state.products.values()].filter((product) => fits(product, collection.rule)).map((product) => product.id);
  }

  #existing(id: string): Collection {
    const collection = this.get(id);
    if (!collection) throw new StoreError("not_found", `There is no collection ${id}.`);
    return collection;
  }
}

/** Puts a product that was made or changed into the automated collections whose rules it fits, and takes it out of the others. */
export function applyRules(collections: Iterable<Collection>, product: Product): void {
  for (const collection of collections) {
    if (!collection.rule) continue;
    const others = collection.productIds.filter((id) => id !== product.id);
    collection.productIds = fits(product, collection.rule) ? [...others, product.id] : others;
  }
}

function fits(product: Product, rule: CollectionRule | undefined): boolean {
  if (!rule) return false;
  const tags = product.tags.map((tag) => tag.toLowerCase());
  return (rule.tag === undefined || tags.includes(rule.tag.toLowerCase())) && (rule.type === undefined || product.type.toLowerCase() === rule.type.toLowerCase());
}
