-- DropIndex
DROP INDEX "OrderLine_shopId_productId_idx";

-- CreateTable
CREATE TABLE "OrderCode" (
    "shopId" INTEGER NOT NULL,
    "orderId" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "orderId", "codeKey")
);

-- CreateIndex
CREATE INDEX "OrderCode_shopId_codeKey_orderId_idx" ON "OrderCode"("shopId", "codeKey", "orderId");

-- CreateIndex
CREATE INDEX "Event_shopId_type_at_customerId_idx" ON "Event"("shopId", "type", "at", "customerId") WHERE "customerId" IS NOT NULL;

-- CreateIndex
CREATE INDEX "ShopOrder_shopId_placedAt_customerId_idx" ON "ShopOrder"("shopId", "placedAt", "customerId") WHERE "customerId" IS NOT NULL AND "cancelledAt" IS NULL;

-- CreateIndex
CREATE INDEX "OrderLine_shopId_productId_orderId_idx" ON "OrderLine"("shopId", "productId", "orderId");

-- CreateIndex
CREATE INDEX "Message_shopId_handedOverAt_customerId_idx" ON "Message"("shopId", "handedOverAt", "customerId") WHERE "handedOverAt" IS NOT NULL;

-- CreateIndex
CREATE INDEX "Interaction_shopId_kind_at_customerId_idx" ON "Interaction"("shopId", "kind", "at", "customerId") WHERE "judged" = 'human';

