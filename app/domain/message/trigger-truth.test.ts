import { describe, expect, it } from "vitest";
import { triggerTruth, type Offer, type TriggerFacts } from "./trigger-truth";

const line = (productId: string) => ({ productId, variantId: `9${productId}` });
const offers = (of: Record<string, Offer>): TriggerFacts["offerOf"] => ({ productId }) => of[productId] ?? "offered";

const facts = (more: Partial<TriggerFacts>): TriggerFacts => ({ stage: "viewed", at: 100, cart: null, productIds: ["1", "2"], boughtProducts: new Set(), openCarts: { productIds: new Set(), knownSince: null }, offerOf: offers({}), ...more });
const cart = (...productIds: string[]) => ({ ordered: false, ofAnother: false, lines: productIds.map(line) });

describe("the truth of a trigger", () => {
  it("R15 a cart as it is now: another's, ordered, emptied, else its lines", () => {
    expect(triggerTruth(facts({ stage: "opened-not-checkout", cart: { ...cart("1"), ofAnother: true } }))).toEqual({ untrue: "cart-of-another" });
    expect(triggerTruth(facts({ stage: "opened-not-checkout", cart: { ...cart("1"), ordered: true } }))).toEqual({ untrue: "cart-ordered" });
    expect(triggerTruth(facts({ stage: "opened-not-checkout", cart: cart() }))).toEqual({ untrue: "cart-empty" });
    expect(triggerTruth(facts({ stage: "opened-not-checkout", cart: cart("3"), productIds: ["1"] }))).toEqual({ untrue: null, lines: [line("3")], productIds: ["1"] });
  });

  it("R15 what was bought elsewhere, sold out or deleted is left out, and a cart of such lines alone is not written about", () => {
    const of = (more: Partial<TriggerFacts>) => triggerTruth(facts({ stage: "checkout-started", cart: cart("1", "2"), ...more }));
    expect(of({ boughtProducts: new Set(["1"]) })).toMatchObject({ lines: [line("2")] });
    expect(of({ offerOf: offers({ 2: "out-of-stock" }) })).toMatchObject({ lines: [line("1")] });
    expect(of({ offerOf: offers({ 1: "gone", 2: "gone" }) })).toEqual({ untrue: "products-gone" });
    expect(of({ offerOf: offers({ 1: "gone", 2: "out-of-stock" }) })).toEqual({ untrue: "out-of-stock" });
    expect(of({ boughtProducts: new Set(["1"]), offerOf: offers({ 2: "out-of-stock" }) })).toEqual({ untrue: "products-bought" });
  });

  it("R14 of the products viewed those are left that were neither bought nor added since", () => {
    expect(triggerTruth(facts({}))).toEqual({ untrue: null, lines: [], productIds: ["1", "2"] });
    expect(triggerTruth(facts({ openCarts: { productIds: new Set(["2"]), knownSince: 5 } }))).toMatchObject({ productIds: ["1"] });
    expect(triggerTruth(facts({ openCarts: { productIds: new Set(["1", "2"]), knownSince: 5 } }))).toEqual({ untrue: "products-in-cart" });
    expect(triggerTruth(facts({ boughtProducts: new Set(["1", "2"]) }))).toEqual({ untrue: "products-bought" });
  });

  it("R16 the product added must still lie in a cart, where one is known since", () => {
    const of = (openCarts: TriggerFacts["openCarts"]) => triggerTruth(facts({ stage: "added", productIds: ["1"], openCarts }));
    expect(of({ productIds: new Set(), knownSince: null })).toMatchObject({ productIds: ["1"] });
    expect(of({ productIds: new Set(), knownSince: 99 })).toMatchObject({ productIds: ["1"] });
    expect(of({ productIds: new Set(["1"]), knownSince: 101 })).toMatchObject({ productIds: ["1"] });
    expect(of({ productIds: new Set(["3"]), knownSince: 101 })).toEqual({ untrue: "products-taken-out" });
  });

  it("R15 added to the cart but not opened, where no cart is known, is about the products", () => {
    expect(triggerTruth(facts({ stage: "added-not-opened", offerOf: offers({ 1: "out-of-stock" }) }))).toMatchObject({ productIds: ["2"] });
  });

  it("what let in by something else is not asked", () => {
    expect(triggerTruth(facts({ stage: null, boughtProducts: new Set(["1", "2"]) }))).toMatchObject({ untrue: null, productIds: ["1", "2"] });
  });
});
