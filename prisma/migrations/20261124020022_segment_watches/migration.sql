-- CreateTable
CREATE TABLE "SegmentWatch" (
    "shopId" INTEGER NOT NULL,
    "segmentId" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "dueAt" BIGINT NOT NULL,
    "cursor" TEXT,
    "beganAt" BIGINT,
    "filledAt" BIGINT,

    PRIMARY KEY ("shopId", "segmentId")
);

-- CreateTable
CREATE TABLE "SegmentMember" (
    "shopId" INTEGER NOT NULL,
    "segmentId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "since" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "segmentId", "customerId")
);

-- CreateIndex
CREATE INDEX "SegmentWatch_shopId_dueAt_idx" ON "SegmentWatch"("shopId", "dueAt");

-- CreateIndex
CREATE INDEX "SegmentMember_shopId_customerId_idx" ON "SegmentMember"("shopId", "customerId");

