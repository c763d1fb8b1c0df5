import { expect, it } from "vitest";
import { redactPage } from "./redact-page";

it.each([
  ["/account/reset/77/abc", "", "/account", ""],
  ["/pl/account/activate/1/2", "", "/pl/account", ""],
  ["/123/orders/9f8e", "?key=a", "/123/orders", ""],
  ["/gift_cards/1/abcd", "", "/gift_cards", ""],
  ["/products/account-book", "?variant=1&utm_source=x", "/products/account-book", "?variant=1&utm_source=x"],
  ["/", "?email=a%40b.cz&q=shoes&auth_token=1&Token=2", "/", "?q=shoes"],
  ["/", "?", "/", ""],
])("R43 keeps of %s%s no secret", (path, query, keptPath, keptQuery) => {
  expect(redactPage({ path, query })).toEqual({ path: keptPath, query: keptQuery });
});
