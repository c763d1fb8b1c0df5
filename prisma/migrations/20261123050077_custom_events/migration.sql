-- AlterTable
ALTER TABLE "Event" ADD COLUMN "name" TEXT;

-- CreateTable
CREATE TABLE "EventDefinition" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "keyInUse" TEXT,
    "name" TEXT NOT NULL,
    "properties" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "retiredAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "UndefinedEvent" (
    "shopId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "firstAt" BIGINT NOT NULL,
    "lastAt" BIGINT NOT NULL,
    "properties" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "name")
);

-- AlterTable
ALTER TABLE "Shop" ADD COLUMN "eventsVersion" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE UNIQUE INDEX "EventDefinition_shopId_keyInUse_key" ON "EventDefinition"("shopId", "keyInUse");

-- CreateIndex
CREATE INDEX "Event_shopId_name_at_idx" ON "Event"("shopId", "name", "at") WHERE "name" IS NOT NULL;

