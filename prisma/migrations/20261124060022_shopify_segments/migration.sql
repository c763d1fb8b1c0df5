-- CreateTable
CREATE TABLE "ShopifySegment" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "readAt" BIGINT NOT NULL,
    "goneAt" BIGINT,
    "chosenAt" BIGINT,
    "dueAt" BIGINT,
    "beganAt" BIGINT,
    "beganQuery" TEXT,
    "searchId" TEXT,
    "cursor" TEXT,
    "pass" INTEGER NOT NULL,
    "found" INTEGER NOT NULL,
    "strangers" INTEGER NOT NULL,
    "filledAt" BIGINT,
    "filledQuery" TEXT,
    "filledFound" INTEGER,
    "filledStrangers" INTEGER,
    "attempts" INTEGER NOT NULL,
    "error" TEXT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "ShopifySegmentMember" (
    "shopId" INTEGER NOT NULL,
    "segmentId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "pass" INTEGER NOT NULL,

    PRIMARY KEY ("shopId", "segmentId", "customerId")
);

-- CreateIndex
CREATE INDEX "ShopifySegment_shopId_dueAt_idx" ON "ShopifySegment"("shopId", "dueAt");

-- CreateIndex
CREATE INDEX "ShopifySegmentMember_shopId_customerId_idx" ON "ShopifySegmentMember"("shopId", "customerId");

