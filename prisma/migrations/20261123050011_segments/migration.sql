-- CreateTable
CREATE TABLE "Segment" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameInUse" TEXT,
    "definition" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL,
    "deletedAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Segment_shopId_nameInUse_key" ON "Segment"("shopId", "nameInUse");

-- CreateIndex
CREATE INDEX "CustomerTag_shopId_folded_customerId_idx" ON "CustomerTag"("shopId", lower("tag"), "customerId");
