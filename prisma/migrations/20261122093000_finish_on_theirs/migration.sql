-- AlterTable
ALTER TABLE "Run" ADD COLUMN "skipsMessages" BOOLEAN NOT NULL DEFAULT false;

-- DropIndex
DROP INDEX "Run_shopId_scenarioId_status_stepId_idx";

-- CreateIndex
CREATE INDEX "Run_shopId_scenarioId_status_stepId_pinnedVersionId_id_idx" ON "Run"("shopId", "scenarioId", "status", "stepId", "pinnedVersionId", "id");
