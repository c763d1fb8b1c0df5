import type { ServiceContext } from "~/app-context";
import { checkDefinition } from "~/domain/scenario/check-definition";
import type { ScenarioDefinition } from "~/domain/scenario/definition";
import type { Problem } from "~/domain/scenario/problem";
import { entryPointTypes } from "~/entry-points/registry";
import { readOtherScenarios } from "~/queries/other-scenarios.server";
import { readShopChoices } from "~/queries/shop-choices.server";
import { readShopChannels } from "~/queries/shop-channels.server";
import { readStaffEmails } from "~/services/shop/staff-emails";
import { stepTypes } from "~/steps/registry";

/** All that keeps a scenario from going live, and what to know before it does: its own definition, and its shop's data. */
export async function checkScenario({ db, clock, setUp }: Pick<ServiceContext, "db" | "clock" | "setUp">, shopId: number, definition: ScenarioDefinition, scenarioId = ""): Promise<Problem[]> {
  const shop = await db.acrossShops.selectFrom("Shop").select(["id", "timeZone", "senderVerifiedAt", "smsSender", "staffEmails"]).where("id", "=", shopId).executeTakeFirstOrThrow();
  return checkDefinition(definition, { steps: stepTypes, entryPoints: entryPointTypes }, { ...(await readShopChoices(db, shop, definition)), now: clock.now(), ...(await readOtherScenarios(db, shopId, scenarioId)), channels: await readShopChannels(db, shop, setUp), senderVerified: shop.senderVerifiedAt !== null, staffEmails: readStaffEmails(shop.staffEmails) });
}
