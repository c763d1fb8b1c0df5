-- AlterTable
ALTER TABLE "EntrySchedule" ADD COLUMN "restUntil" BIGINT;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_MarketPrice" (
    "shopId" INTEGER NOT NULL,
    "market" TEXT NOT NULL,
    "variantId" TEXT NOT NULL,
    "priceMinor" BIGINT,
    "currency" TEXT,
    "readAt" BIGINT,
    "dueAt" BIGINT,
    "attempts" INTEGER NOT NULL,

    PRIMARY KEY ("shopId", "market", "variantId")
);
INSERT INTO "new_MarketPrice" ("currency", "market", "priceMinor", "readAt", "shopId", "variantId", "attempts") SELECT "currency", "market", "priceMinor", "readAt", "shopId", "variantId", 0 FROM "MarketPrice";
DROP TABLE "MarketPrice";
ALTER TABLE "new_MarketPrice" RENAME TO "MarketPrice";
CREATE INDEX "MarketPrice_shopId_dueAt_idx" ON "MarketPrice"("shopId", "dueAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

