import { CartDesk } from "./cart-desk.ts";
import { CheckoutDesk } from "./checkout-desk.ts";
import { CollectionDesk } from "./collection-desk.ts";
import { CustomerDesk } from "./customer-desk.ts";
import { DiscountDesk } from "./discount-desk.ts";
import { InstallationDesk } from "./installation-desk.ts";
import { Ledger } from "./ledger.ts";
import { OrderDesk } from "./order-desk.ts";
import { ProductDesk } from "./product-desk.ts";
import { seedState } from "./seed.ts";
import type { DevClock, Shop, StoreChange, StoreState } from "./types.ts";

/**
 * The local shop. `state` is for reading; every change goes through a desk, which tells `onChange`, at once and in Shopify's order,
 * each webhook that Shopify would fire for it. Desks throw StoreError for what they refuse, and change nothing then.
 */
export class Store {
  readonly state: StoreState;
  readonly clock: DevClock;
  readonly customers: CustomerDesk;
  readonly products: ProductDesk;
  readonly collections: CollectionDesk;
  readonly carts: CartDesk;
  readonly checkouts: CheckoutDesk;
  readonly discounts: DiscountDesk;
  readonly orders: OrderDesk;
  readonly installation: InstallationDesk;
  readonly #ledger: Ledger;

  constructor(state: StoreState, clock: DevClock, onChange: (change: StoreChange) => void) {
    this.#ledger = new Ledger(state, clock, onChange);
    this.state = state;
    this.clock = clock;
    this.customers = new CustomerDesk(this.#ledger);
    this.products = new ProductDesk(this.#ledger);
    this.collections = new CollectionDesk(this.#ledger);
    this.orders = new OrderDesk(this.#ledger, this.customers);
    this.carts = new CartDesk(this.#ledger);
    this.discounts = new DiscountDesk(this.#ledger);
    this.checkouts = new CheckoutDesk(this.#ledger, this.customers, this.orders, this.discounts);
    this.installation = new InstallationDesk(this.#ledger);
  }

  /** Fires shop/update. */
  updateShop(input: Partial<Pick<Shop, "name" | "email" | "timeZone" | "locale">>): Shop {
    Object.assign(this.state.shop, input);
    this.#ledger.emit({ topic: "shop/update" });
    return this.state.shop;
  }

  /**
   * Back to the seed, laid relative to the clock's now. The app stays installed: its metafields are kept, since it writes them only
   * once. Nothing is fired; whoever resets the app too lets it import again.
   */
  reset(): void {
    const appMetafields = new Map(this.state.appMetafields);
    Object.assign(this.state, seedState(this.clock.now()), { appMetafields });
    this.#ledger.forgetIds();
  }
}
