-- AlterTable
ALTER TABLE "Run" ADD COLUMN "dismissedAt" BIGINT;
ALTER TABLE "Message" ADD COLUMN "dismissedAt" BIGINT;

-- CreateIndex
CREATE INDEX "Run_shopId_endedAt_idx" ON "Run"("shopId", "endedAt") WHERE "reason" = 'set-aside' AND "dismissedAt" IS NULL;

-- CreateIndex
CREATE INDEX "Message_shopId_queuedAt_idx" ON "Message"("shopId", "queuedAt") WHERE "status" = 'unknown' AND "dismissedAt" IS NULL;
