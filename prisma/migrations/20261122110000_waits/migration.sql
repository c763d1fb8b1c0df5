-- CreateTable
CREATE TABLE "Wait" (
    "shopId" INTEGER NOT NULL,
    "runId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "customerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "awaits" TEXT NOT NULL,
    "since" BIGINT NOT NULL,
    "happenedAt" BIGINT,

    PRIMARY KEY ("shopId", "runId")
);

-- CreateIndex
CREATE INDEX "Wait_shopId_customerId_kind_idx" ON "Wait"("shopId", "customerId", "kind");

