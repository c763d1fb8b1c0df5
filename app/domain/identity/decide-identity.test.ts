import fc from "fast-check";
import { expect, it } from "vitest";
import { decideIdentity, type Evidence, type Identity } from "./decide-identity";

const someone = fc.constantFrom("ola", "jan", "eva");
const maybe = fc.option(someone, { nil: undefined });
const evidence = fc.oneof(
  fc.record({ login: fc.oneof(someone.map((customerId) => ({ customerId })), fc.constantFrom("stranger" as const, "nobody" as const)), link: maybe }),
  fc.record({ login: fc.constant("nobody" as const), form: someone }),
  fc.record({ checkout: someone }),
);

it("R44 a visitor who is somebody's is never made another's; another begins", () => {
  fc.assert(fc.property(fc.array(evidence, { maxLength: 12 }), (history) => {
    let known: Identity | null = null;
    for (const each of history) {
      const { visitor, identity } = decideIdentity(known, each);
      if (visitor === "same" && known !== null) expect(identity?.customerId).toBe(known.customerId);
      if (known === null) expect(visitor).toBe("same");
      known = identity;
    }
  }));
});

it("R44 whoever is logged in is who it is; nobody is taken for who was", () => {
  fc.assert(fc.property(fc.array(evidence, { maxLength: 12 }), evidence, (history, last: Evidence) => {
    const known = history.reduce<Identity | null>((identity, each) => decideIdentity(identity, each).identity, null);
    const { identity } = decideIdentity(known, last);
    if (typeof last.login === "object") expect(identity).toEqual({ customerId: last.login.customerId, by: "login" });
    if (last.login === "stranger") expect(identity).toBeNull();
    if (last.login === "nobody") expect(identity?.by).not.toBe("login");
  }));
});

it.each<[string, Identity | null, Evidence, ReturnType<typeof decideIdentity>]>([
  ["a link tells of a visitor nobody knows", null, { login: "nobody", link: "jan" }, { visitor: "same", identity: { customerId: "jan", by: "link" } }],
  ["the later of two links counts", { customerId: "ola", by: "link" }, { login: "nobody", link: "jan" }, { visitor: "next", identity: { customerId: "jan", by: "link" } }],
  ["a link changes nothing of what a checkout told", { customerId: "ola", by: "checkout" }, { login: "nobody", link: "jan" }, { visitor: "same", identity: { customerId: "ola", by: "checkout" } }],
  ["nor does a form", { customerId: "ola", by: "checkout" }, { login: "nobody", form: "jan" }, { visitor: "same", identity: { customerId: "ola", by: "checkout" } }],
  ["a checkout changes nothing of a log-in", { customerId: "ola", by: "login" }, { checkout: "jan" }, { visitor: "same", identity: { customerId: "ola", by: "login" } }],
  ["a log-in ends what a checkout told", { customerId: "ola", by: "checkout" }, { login: { customerId: "jan" } }, { visitor: "next", identity: { customerId: "jan", by: "login" } }],
  ["after a log-out another visitor begins", { customerId: "ola", by: "login" }, { login: "nobody" }, { visitor: "next", identity: null }],
  ["whom a link may tell", { customerId: "ola", by: "login" }, { login: "nobody", link: "ola" }, { visitor: "next", identity: { customerId: "ola", by: "link" } }],
  ["what a checkout told stays true when nobody is logged in", { customerId: "ola", by: "checkout" }, { login: "nobody" }, { visitor: "same", identity: { customerId: "ola", by: "checkout" } }],
])("R32 R44 %s", (_, known, said, verdict) => expect(decideIdentity(known, said)).toEqual(verdict));
