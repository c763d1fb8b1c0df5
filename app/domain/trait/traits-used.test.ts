import { expect, it } from "vitest";
import { traitsUsed } from "./traits-used";

it("R24 finds the traits that a definition names, in configs and in texts", () => {
  const definition = { steps: [
    { config: { changes: [{ do: "clear", trait: "points" }, { do: "grant", consent: "size" }] } },
    { config: { segment: { groups: [{ conditions: [{ fact: "trait", trait: "birthday", operator: "is-empty" }, { fact: "tag", tag: "vip" }] }] } } },
    { config: { subject: "Hi {{ customer.traits.nick | default: 'you' }}", body: "<p>{{customer.traits['shoe_size']}}</p> {{ customer.traits }}" } },
  ] };
  expect([...traitsUsed(definition)].sort()).toEqual(["birthday", "nick", "points", "shoe_size"]);
});
