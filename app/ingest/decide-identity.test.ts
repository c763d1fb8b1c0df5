import fc from "fast-check";
import { expect, it } from "vitest";
import { decideIdentity, type Identity } from "./decide-identity";

const someone = fc.constantFrom("ola", "jan", "eva");
const evidence = fc.record({ login: fc.option(someone, { nil: undefined }), link: fc.option(someone, { nil: undefined }) });

it("R44 after any history the one logged in last is who it is; a link counts only where nobody ever logged in", () => {
  fc.assert(fc.property(fc.array(evidence, { maxLength: 8 }), (history) => {
    const identity = history.reduce<Identity | null>((known, seen) => decideIdentity(known, seen) ?? known, null);
    const login = history.findLast((seen) => seen.login !== undefined)?.login;
    const link = history.findLast((seen) => seen.link !== undefined)?.link;
    expect(identity).toEqual(login ? { customerId: login, by: "login" } : link ? { customerId: link, by: "link" } : null);
  }));
});

it("R44 leaves alone what a checkout told", () => {
  expect(decideIdentity({ customerId: "ola", by: "checkout" }, { link: "jan" })).toBeNull();
  expect(decideIdentity({ customerId: "ola", by: "checkout" }, { login: "jan" })).toEqual({ customerId: "jan", by: "login" });
});
