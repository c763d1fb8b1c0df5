-- CreateTable
CREATE TABLE "Errand" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "effectId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "request" TEXT,
    "payload" TEXT,
    "attempts" INTEGER NOT NULL,
    "nextTryAt" BIGINT,
    "leaseOwner" TEXT,
    "leaseUntil" BIGINT,
    "reason" TEXT,
    "error" TEXT,
    "result" TEXT,
    "queuedAt" BIGINT NOT NULL,
    "preparedAt" BIGINT,
    "settledAt" BIGINT,
    "retriedAt" BIGINT,
    "dismissedAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateIndex
CREATE INDEX "Errand_shopId_nextTryAt_idx" ON "Errand"("shopId", "nextTryAt");

-- CreateIndex
CREATE INDEX "Errand_shopId_runId_idx" ON "Errand"("shopId", "runId");

-- CreateIndex
CREATE INDEX "Errand_shopId_customerId_queuedAt_idx" ON "Errand"("shopId", "customerId", "queuedAt");

-- CreateIndex
CREATE INDEX "Errand_shopId_status_settledAt_idx" ON "Errand"("shopId", "status", "settledAt");

-- CreateIndex
CREATE INDEX "Errand_shopId_kind_preparedAt_idx" ON "Errand"("shopId", "kind", "preparedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Errand_shopId_effectId_key" ON "Errand"("shopId", "effectId");

