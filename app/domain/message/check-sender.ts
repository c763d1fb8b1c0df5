import type { ConfigProblem, ShopChoices } from "~/domain/scenario/step-type";

/** What to know of the shop's sender before e-mails go out from it. Nothing where only the scenario's file is at hand. */
export function checkSender(shop: ShopChoices | undefined): ConfigProblem[] {
  return shop?.senderVerified === false ? [{ severity: "warning", path: "", key: "messages:problem.senderNotVerified" }] : [];
}
