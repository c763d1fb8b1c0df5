-- AlterTable
ALTER TABLE "Shop" ADD COLUMN "smsSegmentMicros" BIGINT;
ALTER TABLE "Shop" ADD COLUMN "smsSender" TEXT;

-- AlterTable
ALTER TABLE "Message" ADD COLUMN "displayedAt" BIGINT;

-- CreateTable
CREATE TABLE "ShortLink" (
    "shopId" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "link" INTEGER NOT NULL,

    PRIMARY KEY ("shopId", "code")
);

-- CreateTable
CREATE TABLE "PushSubscription" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "visitorId" TEXT,
    "customerId" TEXT,
    "endpointHash" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "p256dh" TEXT NOT NULL,
    "auth" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "lastSeenAt" BIGINT NOT NULL,
    "goneAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ShortLink_code_key" ON "ShortLink"("code");

-- CreateIndex
CREATE INDEX "ShortLink_shopId_messageId_idx" ON "ShortLink"("shopId", "messageId");

-- CreateIndex
CREATE INDEX "PushSubscription_shopId_customerId_idx" ON "PushSubscription"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "PushSubscription_shopId_visitorId_idx" ON "PushSubscription"("shopId", "visitorId");

-- CreateIndex
CREATE UNIQUE INDEX "PushSubscription_shopId_endpointHash_key" ON "PushSubscription"("shopId", "endpointHash");

-- CreateIndex
CREATE INDEX "Customer_shopId_phone_idx" ON "Customer"("shopId", "phone");

