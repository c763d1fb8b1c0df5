import { sql } from "kysely";
import { v7 } from "uuid";
import { expect, inject, it } from "vitest";
import { upkeepWork } from "~/runtime/upkeep.server";
import { TestClock, T0 } from "../../factories/engine-world";
import { openTestDatabase } from "../../setup/test-database";

const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);

it.runIf(inject("postgresUrl") !== null)("events lie in the month of their making, and those that came before their month was made move there", async () => {
  const { db, close } = await openTestDatabase();
  const event = (id: string) => db.write((tx) => tx.acrossShops.insertInto("Event").values({ shopId: 1, id, visitorId: "v", customerId: null, type: "page_viewed", at: 1, receivedAt: 1, source: "storefront", properties: "{}" }).execute());
  const ids = ["2031-01-31", "2031-02-01", "2031-03-31", "2031-07-01"].map((day) => v7({ msecs: at(day) }));
  for (const id of [...ids, "no-uuid"]) await event(id);
  const places = async () => (await sql<{ place: string }>`select tableoid::regclass::text as "place" from "Event" order by "id"`.execute(db.acrossShops)).rows.map(({ place }) => place.replaceAll('"', ""));
  expect(await places()).toEqual(Array.from({ length: 5 }, () => "Event_default"));

  const clock = Object.assign(new TestClock(T0, true), { realNow: at("2031-01-15") });
  const upkeep = upkeepWork({ db, clock });
  await Promise.all([upkeep.runDue(), upkeepWork({ db, clock }).runDue()]);
  expect(await places()).toEqual(["Event_2031_01", "Event_2031_02", "Event_2031_03", "Event_default", "Event_default"]);
  await event(v7({ msecs: at("2031-02-28") }));
  expect(await places()).toEqual(["Event_2031_01", "Event_2031_02", "Event_2031_02", "Event_2031_03", "Event_default", "Event_default"]);
  await upkeep.runDue();
  for (const month of ["01", "02", "03"]) await sql`drop table ${sql.table(`Event_2031_${month}`)}`.execute(db.acrossShops);
  await close();
});
