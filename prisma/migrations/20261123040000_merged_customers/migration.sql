-- AlterTable
ALTER TABLE "Customer" ADD COLUMN "mergedIntoId" TEXT;

-- CreateIndex
CREATE INDEX "Customer_shopId_mergedIntoId_idx" ON "Customer"("shopId", "mergedIntoId") WHERE "mergedIntoId" IS NOT NULL;

