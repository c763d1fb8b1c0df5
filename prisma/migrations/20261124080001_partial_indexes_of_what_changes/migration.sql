-- A row that is not due, not in a batch or not known to a provider needs no place among those that are: each place is one more to write whenever the row changes.
DROP INDEX "Run_shopId_dueAt_idx";
CREATE INDEX "Run_shopId_dueAt_idx" ON "Run"("shopId", "dueAt") WHERE "dueAt" IS NOT NULL;

DROP INDEX "Message_shopId_channel_dueAt_idx";
CREATE INDEX "Message_shopId_channel_dueAt_idx" ON "Message"("shopId", "channel", "dueAt") WHERE "dueAt" IS NOT NULL;

DROP INDEX "Message_shopId_batchId_idx";
CREATE INDEX "Message_shopId_batchId_idx" ON "Message"("shopId", "batchId") WHERE "batchId" IS NOT NULL;

DROP INDEX "Message_providerId_idx";
CREATE INDEX "Message_providerId_idx" ON "Message"("providerId") WHERE "providerId" IS NOT NULL;
