-- AlterTable
ALTER TABLE "Product" ADD COLUMN "collectionsReadAt" BIGINT;

-- CreateTable
CREATE TABLE "Collection" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "updatedAt" BIGINT NOT NULL,
    "deletedAt" BIGINT,
    "readAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "ProductCollection" (
    "shopId" INTEGER NOT NULL,
    "collectionId" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "seenAt" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "collectionId", "productId")
);

-- CreateTable
CREATE TABLE "CollectionRead" (
    "shopId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "dueAt" BIGINT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "beganAt" BIGINT,
    "beganRevision" INTEGER,
    "cursor" TEXT,

    PRIMARY KEY ("shopId", "kind", "resourceId")
);

-- CreateIndex
CREATE INDEX "ProductCollection_shopId_productId_collectionId_idx" ON "ProductCollection"("shopId", "productId", "collectionId");

-- CreateIndex
CREATE INDEX "CollectionRead_shopId_dueAt_idx" ON "CollectionRead"("shopId", "dueAt");

