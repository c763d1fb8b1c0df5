-- Each index is one more place to write whenever a run moves on. Whether a fact let somebody in before is settled by EntryDecision alone;
-- one unique index finds the runs of a customer and keeps one from being inside twice.
DROP INDEX "Run_shopId_scenarioId_customerId_activeKey_key";
DROP INDEX "Run_shopId_scenarioId_factKey_key";
DROP INDEX "Run_shopId_customerId_status_idx";
CREATE UNIQUE INDEX "Run_shopId_customerId_scenarioId_activeKey_key" ON "Run"("shopId", "customerId", "scenarioId", "activeKey");
