import { z } from "zod";
import type { WriteStatements } from "~/adapters/db/database.server";
import type { SignUp } from "~/adapters/db/generated/tables";
import type { Selectable } from "kysely";
import type { ShopRow } from "~/queries/shop.server";
import { identifyVisitor } from "~/services/customers/identify-visitor.server";
import { knownVisitor } from "~/services/customers/known-visitors.server";
import { recordConsentsTogether } from "~/services/customers/record-consents.server";
import { buyerIdsOf, mentioned } from "~/services/customers/save-customers.server";
import { saveProfiles } from "~/services/customers/save-profiles.server";
import { isShopifyChannel, queueConsentWrite } from "~/services/shopify/queue-shopify-write.server";
import type { WriteDeps } from "~/services/write-deps";

const consentsSaid = z.array(z.object({ consentId: z.string(), text: z.string() }));
const channelsOf = z.array(z.string()).catch([]);

/** The customer in Shopify to whom a sign-up belongs. */
export interface SignedUp {
  /** Shopify's id. */
  shopifyId: string;
  /** The phone Shopify has. */
  phone: string | null;
  /** Whether the form made the customer, who has no history then. */
  made: boolean;
}

/**
 * What a sign-up does once its customer is in Shopify (R10, R42, R44), in one transaction with its end. The consents are granted with the words
 * that were shown. Anybody can type anybody's e-mail, so of a customer who was there before, and is not logged in, a withdrawal stays
 * and the browser stays whoever's it was; the phone counts only where it is the customer's own. The caller wakes "runs" and "shopify-writes".
 */
export async function applySignUp(tx: WriteStatements, deps: WriteDeps, shop: ShopRow, signUp: Selectable<SignUp>, { shopifyId, phone, made }: SignedUp): Promise<void> {
  const own = tx.forShop(shop.id);
  await own.deleteFrom("SignUp").where("id", "=", signUp.id).execute();
  await saveProfiles(tx, deps, shop, [{ ...mentioned(shopifyId), email: signUp.email, phone }]);
  const customerId = (await buyerIdsOf(tx, shop.id, [shopifyId])).get(shopifyId);
  if (customerId === undefined) throw new Error(`customer ${shopifyId} was neither found nor made`);
  const proven = made || signUp.loggedInCustomerId === shopifyId;
  const said = consentsSaid.parse(JSON.parse(signUp.consents));
  const definitions = await own.selectFrom("Consent").select(["id", "channels", "shopify"]).where("id", "in", said.map(({ consentId }) => consentId)).execute();
  const states = new Map((await own.selectFrom("CustomerConsent").select(["consentId", "state"]).where("customerId", "=", customerId).execute()).map(({ consentId, state }) => [consentId, state]));
  const withPhone = phone !== null && (signUp.phone === null || phone === signUp.phone);
  const granted = said.flatMap(({ consentId, text }) => {
    const definition = definitions.find(({ id }) => id === consentId);
    if (!definition || (!proven && states.get(consentId) === "withdrawn")) return [];
    const textsAlone = channelsOf.parse(JSON.parse(definition.channels)).every((channel) => channel === "sms");
    return textsAlone && !withPhone ? [] : [{ consentId, text, shopify: definition.shopify }];
  });
  const evidence = JSON.stringify({ form: signUp.formId, agent: signUp.agent });
  await recordConsentsTogether(tx, deps, shop.id, granted.map(({ consentId, text }) => ({ consentId, said: [{ customerId, state: "granted", at: signUp.at, source: "form", text, evidence }] })));
  for (const { consentId, shopify } of granted) {
    if (isShopifyChannel(shopify) && states.get(consentId) !== "granted") await queueConsentWrite(tx, shop.id, shopify, customerId, "granted", signUp.at);
  }
  const visitor = made && signUp.browserId !== null && signUp.loggedInCustomerId === null ? await knownVisitor(tx, shop.id, signUp.browserId) : null;
  if (visitor) await identifyVisitor(tx, deps, shop, visitor, { form: customerId });
}
