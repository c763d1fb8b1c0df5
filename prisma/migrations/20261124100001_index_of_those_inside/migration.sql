-- Who has ended stands in no step: the index holds those inside only, and is narrower.
DROP INDEX "Run_shopId_scenarioId_status_stepId_pinnedVersionId_id_idx";
CREATE INDEX "Run_shopId_scenarioId_stepId_pinnedVersionId_id_idx" ON "Run"("shopId", "scenarioId", "stepId", "pinnedVersionId", "id") WHERE "status" = 'active';
