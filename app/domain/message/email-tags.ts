import type { Context, Emitter } from "liquidjs";
import { button, productRows } from "./email-pieces";
import type { MessageProduct } from "./message-data";

/**
 * `{% products %}` or `{% products limit: 3 %}`: the message's products, one row each. `{% products lowest: "Lowest price of the last 30 days:" %}` writes
 * below each whose price dropped the reference that the EU asks for (R18).
 */
export const productsTag = {
  *render(context: Context, emitter: Emitter, hash: Record<string, unknown>) {
    const products = (yield context._get(["products"])) as MessageProduct[] | undefined;
    const { limit, lowest } = hash;
    emitter.write(productRows((products ?? []).slice(0, typeof limit === "number" ? Math.max(0, limit) : undefined), typeof lowest === "string" ? lowest : null));
  },
};

/** `{% button url: cart.url, label: "Back to your basket" %}`. Throws where label or address is missing. */
export const buttonTag = {
  *render(_context: Context, emitter: Emitter, hash: Record<string, unknown>) {
    const { url, label, written } = hash;
    if (typeof url !== "string" || url === "") throw new Error("button has no url");
    if (typeof label !== "string" || label === "") throw new Error("button has no label");
    emitter.write(button(url, label, typeof written === "string" ? written : null));
    yield;
  },
};

