import type { Selectable } from "kysely";
import type { SignUp } from "~/adapters/db/generated/tables";
import { AdminApiError, type AdminApi, type OpenAdminApi } from "~/adapters/shopify/admin-api";
import { customerByEmail, makeCustomer } from "~/adapters/shopify/queries/find-or-make-customer";
import type { ServiceContext } from "~/app-context";
import { retryDelay } from "~/runtime/retry-delay";
import type { Work } from "~/runtime/work";
import { applySignUp, type SignedUp } from "~/services/sign-up/apply-sign-up.server";

const LEASE_MS = 45_000;

/**
 * R10, R44: finds who signed up by a form in Shopify, or makes the customer there, then applies what was said. That Shopify had nobody is noted before the
 * customer is made, so that after a crash the one found by the e-mail is known to be of this form. Shopify takes an e-mail once.
 */
export function signUpsWork(context: ServiceContext, openAdminApi: OpenAdminApi): Work {
  const { db, clock, log, newId, wake } = context;

  const change = (signUp: Selectable<SignUp>, set: Partial<Pick<Selectable<SignUp>, "status" | "absent" | "error" | "nextTryAt" | "attempts" | "leaseUntil">>) =>
    db.write((tx) => tx.forShop(signUp.shopId).updateTable("SignUp").set(set).where("id", "=", signUp.id).execute());

  const claim = async (signUp: Selectable<SignUp>): Promise<boolean> => {
    const real = clock.real();
    const { numUpdatedRows } = await db.write((tx) => tx.forShop(signUp.shopId).updateTable("SignUp").set({ leaseUntil: real + LEASE_MS }).where("id", "=", signUp.id).where("status", "=", "waiting")
      .where((row) => row.or([row("leaseUntil", "is", null), row("leaseUntil", "<", real)])).executeTakeFirst());
    return numUpdatedRows === 1n;
  };

  const findOrMake = async (api: AdminApi, signUp: Selectable<SignUp>): Promise<SignedUp> => {
    const { customerByIdentifier: found } = (await api.ask(customerByEmail, { email: signUp.email })).data;
    if (found) return { shopifyId: found.id, phone: found.defaultPhoneNumber?.phoneNumber ?? null, made: signUp.absent === 1 };
    await change(signUp, { absent: 1 });
    const phones = signUp.phone === null ? [null] : [signUp.phone, null];
    let refused = "no answer";
    for (const phone of phones) {
      const { customerCreate: answer } = (await api.ask(makeCustomer, { input: { email: signUp.email, ...(phone === null ? {} : { phone }) } })).data;
      if (answer?.customer) return { shopifyId: answer.customer.id, phone, made: true };
      refused = answer?.userErrors.map(({ message }) => message).join(" ") ?? refused;
      // A phone that Shopify does not take, another customer's for example, is left out.
      if (!answer?.userErrors.some(({ field, message }) => field?.includes("phone") || /phone/i.test(message))) break;
    }
    throw new AdminApiError(refused, { retryable: true, code: "USER_ERROR" });
  };

  return {
    name: "sign-ups",
    async runDue() {
      const signUp = await db.acrossShops.selectFrom("SignUp").selectAll().where("status", "=", "waiting").where("nextTryAt", "<=", clock.now())
        .where((row) => row.or([row("leaseUntil", "is", null), row("leaseUntil", "<", clock.real())])).orderBy("nextTryAt").executeTakeFirst();
      if (!signUp || !(await claim(signUp))) return 0;
      try {
        const shop = await db.acrossShops.selectFrom("Shop").selectAll().where("id", "=", signUp.shopId).executeTakeFirstOrThrow();
        const customer = await findOrMake(await openAdminApi(shop.domain), signUp);
        await db.write(async (tx) => {
          const still = await tx.forShop(shop.id).selectFrom("SignUp").selectAll().where("id", "=", signUp.id).executeTakeFirst();
          if (still) await applySignUp(tx, { now: clock.now(), newId, log }, shop, still, customer);
        });
        for (const name of ["runs", "shopify-writes"] as const) wake.wake(name);
      } catch (error) {
        const attempts = signUp.attempts + 1;
        const delay = error instanceof AdminApiError && !error.retryable ? null : retryDelay(attempts);
        log.warn({ err: error, shopId: signUp.shopId, signUp: signUp.id, attempts }, delay === null ? "a sign-up was given up" : "a sign-up is tried again");
        await change(signUp, { attempts, leaseUntil: null, error: error instanceof Error ? error.message : String(error), ...(delay === null ? { status: "failed" } : { nextTryAt: clock.now() + delay }) });
      }
      return 1;
    },
    async nextDueAt() {
      const next = await db.acrossShops.selectFrom("SignUp").select((row) => row.fn.min("nextTryAt").as("at")).where("status", "=", "waiting").executeTakeFirst();
      return next?.at ?? null;
    },
  };
}
