import type { AppContext } from "~/app-context";
import { DAY } from "~/domain/instant";
import { signWebhook } from "~/domain/webhook/sign-webhook";
import type { ShopRow } from "~/queries/shop.server";

/** The secret before the last one is signed with too, so that receivers can be changed without a gap. Domain time. */
export const BOTH_SECRETS_FOR = DAY;

export type SigningContext = Pick<AppContext, "clock" | "webhookSecrets">;

/** The value of `X-Scenarios-Signature` for a body that leaves now. */
export function webhookSignature({ clock, webhookSecrets }: SigningContext, shop: Pick<ShopRow, "id" | "webhookSecretVersion" | "webhookSecretChangedAt">, body: string): string {
  const { webhookSecretVersion: version, webhookSecretChangedAt: changedAt } = shop;
  const both = changedAt !== null && clock.now() < changedAt + BOTH_SECRETS_FOR;
  const secrets = (both ? [version, version - 1] : [version]).map((each) => webhookSecrets.secretOf(shop.id, each));
  return signWebhook(webhookSecrets.hmac, secrets, body, clock.real());
}
