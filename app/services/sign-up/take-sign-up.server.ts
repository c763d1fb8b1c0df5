import type { ServiceContext } from "~/app-context";

/** What somebody sent by a form. */
export interface SentForm {
  formId: string;
  email: string;
  phone: string | null;
  consents: readonly { key: string; text: string }[];
  browserId: string | null;
  /** Shopify's id. */
  loggedInCustomerId: string | null;
  agent: string;
}

/** Keeps a sign-up until Shopify knows the customer. Answers null, or the key of a consent that the shop does not have; then nothing is kept. */
export async function takeSignUp({ db, clock, newId, wake }: Pick<ServiceContext, "db" | "clock" | "newId" | "wake">, shopId: number, sent: SentForm): Promise<string | null> {
  const unknown = await db.write(async (tx) => {
    const own = tx.forShop(shopId);
    const known = new Map((await own.selectFrom("Consent").select(["id", "key"]).execute()).map(({ id, key }) => [key, id]));
    const missing = sent.consents.find(({ key }) => !known.has(key));
    if (missing) return missing.key;
    const { consents, ...rest } = sent;
    const now = clock.now();
    await own.insertInto("SignUp").values({
      shopId, id: newId(), ...rest, consents: JSON.stringify(consents.map(({ key, text }) => ({ consentId: known.get(key), text }))),
      at: now, status: "waiting", absent: 0, attempts: 0, nextTryAt: now, leaseUntil: null, error: null,
    }).execute();
    return null;
  });
  if (unknown === null) wake.wake("sign-ups");
  return unknown;
}
