-- CreateTable
CREATE TABLE "PriceSeen" (
    "shopId" INTEGER NOT NULL,
    "known" BOOLEAN NOT NULL,
    "subjectId" TEXT NOT NULL,
    "variantId" TEXT NOT NULL,
    "market" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "priceMinor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "baseMinor" BIGINT,
    "seenAt" BIGINT NOT NULL,
    "viewedAt" BIGINT,
    "addedAt" BIGINT,
    "favouredAt" BIGINT,
    "announcedMinor" BIGINT,
    "announcedAt" BIGINT,

    PRIMARY KEY ("shopId", "known", "subjectId", "variantId", "market")
);

-- CreateTable
CREATE TABLE "Favourite" (
    "shopId" INTEGER NOT NULL,
    "known" BOOLEAN NOT NULL,
    "subjectId" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "variantId" TEXT NOT NULL,
    "marked" BOOLEAN NOT NULL,
    "changedAt" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "known", "subjectId", "productId")
);

-- CreateTable
CREATE TABLE "MarketPrice" (
    "shopId" INTEGER NOT NULL,
    "market" TEXT NOT NULL,
    "variantId" TEXT NOT NULL,
    "priceMinor" BIGINT,
    "currency" TEXT,
    "wantedAt" BIGINT NOT NULL,
    "readAt" BIGINT,

    PRIMARY KEY ("shopId", "market", "variantId")
);

-- CreateTable
CREATE TABLE "PriceChange" (
    "shopId" INTEGER NOT NULL,
    "variantId" TEXT NOT NULL,
    "market" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "priceMinor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "variantId", "market", "at")
);

