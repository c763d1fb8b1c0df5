-- CreateTable
CREATE TABLE "Trait" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "keyInUse" TEXT,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "options" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "deletedAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "CustomerTrait" (
    "shopId" INTEGER NOT NULL,
    "customerId" TEXT NOT NULL,
    "traitId" TEXT NOT NULL,
    "text" TEXT,
    "number" BIGINT,
    "changedAt" BIGINT NOT NULL,
    "source" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "customerId", "traitId")
);

-- CreateTable
CREATE TABLE "TraitChange" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "traitId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "did" TEXT NOT NULL,
    "amount" BIGINT,
    "text" TEXT,
    "number" BIGINT,
    "source" TEXT NOT NULL,
    "scenarioId" TEXT,
    "runId" TEXT,
    "stepId" TEXT,
    "staffId" TEXT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Trait_shopId_keyInUse_key" ON "Trait"("shopId", "keyInUse");

-- CreateIndex
CREATE INDEX "CustomerTrait_shopId_traitId_number_idx" ON "CustomerTrait"("shopId", "traitId", "number");

-- CreateIndex
CREATE INDEX "TraitChange_shopId_customerId_at_idx" ON "TraitChange"("shopId", "customerId", "at");

