-- CreateTable
CREATE TABLE "TraitImport" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "parts" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "choice" TEXT,
    "staffId" TEXT,
    "lines" INTEGER,
    "line" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "unchanged" INTEGER NOT NULL,
    "faulty" INTEGER NOT NULL,
    "error" TEXT,
    "createdAt" BIGINT NOT NULL,
    "startedAt" BIGINT,
    "finishedAt" BIGINT,
    "leaseOwner" TEXT,
    "leaseUntil" BIGINT,
    "attempts" INTEGER NOT NULL,
    "nextTryAt" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "TraitImportPart" (
    "shopId" INTEGER NOT NULL,
    "importId" TEXT NOT NULL,
    "part" INTEGER NOT NULL,
    "content" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "importId", "part")
);

-- CreateTable
CREATE TABLE "TraitImportFault" (
    "shopId" INTEGER NOT NULL,
    "importId" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    "fault" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "who" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "importId", "line", "column")
);

-- CreateIndex
CREATE INDEX "TraitImport_status_nextTryAt_idx" ON "TraitImport"("status", "nextTryAt");

-- CreateIndex
CREATE INDEX "TraitImportFault_shopId_who_idx" ON "TraitImportFault"("shopId", "who");

