-- CreateTable
CREATE TABLE "DiscountPool" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "worth" TEXT NOT NULL,
    "lowAt" INTEGER NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "deletedAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "DiscountCode" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "poolId" TEXT,
    "code" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "worth" TEXT,
    "percent" INTEGER,
    "amountMinor" BIGINT,
    "minimumMinor" BIGINT,
    "currency" TEXT,
    "name" TEXT,
    "customerId" TEXT,
    "runId" TEXT,
    "scenarioId" TEXT,
    "stepId" TEXT,
    "effectId" TEXT,
    "createdAt" BIGINT NOT NULL,
    "issuedAt" BIGINT,
    "expiresAt" BIGINT,
    "whenStale" TEXT,
    "usedAt" BIGINT,
    "usedOrderId" TEXT,
    "shopifyId" TEXT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateIndex
CREATE INDEX "DiscountCode_shopId_poolId_status_id_idx" ON "DiscountCode"("shopId", "poolId", "status", "id");

-- CreateIndex
CREATE INDEX "DiscountCode_shopId_runId_idx" ON "DiscountCode"("shopId", "runId");

-- CreateIndex
CREATE INDEX "DiscountCode_shopId_customerId_idx" ON "DiscountCode"("shopId", "customerId");

-- CreateIndex
CREATE UNIQUE INDEX "DiscountCode_shopId_codeKey_key" ON "DiscountCode"("shopId", "codeKey");

-- CreateIndex
CREATE UNIQUE INDEX "DiscountCode_shopId_effectId_key" ON "DiscountCode"("shopId", "effectId");

