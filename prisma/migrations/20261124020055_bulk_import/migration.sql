-- AlterTable
ALTER TABLE "Shop" ADD COLUMN "nextReconcileAt" BIGINT;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_ImportJob" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT 'first',
    "status" TEXT NOT NULL,
    "since" BIGINT,
    "operationName" TEXT,
    "operationId" TEXT,
    "gathered" INTEGER,
    "readTo" BIGINT NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL,
    "total" INTEGER,
    "unreadable" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "mended" TEXT NOT NULL DEFAULT '{}',
    "error" TEXT,
    "createdAt" BIGINT NOT NULL,
    "startedAt" BIGINT,
    "finishedAt" BIGINT,
    "leaseUntil" BIGINT,
    "attempts" INTEGER NOT NULL,
    "nextTryAt" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "id")
);
INSERT INTO "new_ImportJob" ("attempts", "createdAt", "done", "error", "finishedAt", "id", "kind", "leaseUntil", "nextTryAt", "shopId", "startedAt", "status", "total") SELECT "attempts", "createdAt", "done", "error", "finishedAt", "id", "kind", "leaseUntil", "nextTryAt", "shopId", "startedAt", "status", "total" FROM "ImportJob";
DROP TABLE "ImportJob";
ALTER TABLE "new_ImportJob" RENAME TO "ImportJob";
CREATE INDEX "ImportJob_status_nextTryAt_idx" ON "ImportJob"("status", "nextTryAt");
CREATE TABLE "new_Trait" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "keyInUse" TEXT,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "options" TEXT NOT NULL,
    "inShopify" BOOLEAN NOT NULL DEFAULT false,
    "tellAfter" TEXT,
    "createdAt" BIGINT NOT NULL,
    "deletedAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);
INSERT INTO "new_Trait" ("createdAt", "deletedAt", "id", "key", "keyInUse", "name", "options", "shopId", "type") SELECT "createdAt", "deletedAt", "id", "key", "keyInUse", "name", "options", "shopId", "type" FROM "Trait";
DROP TABLE "Trait";
ALTER TABLE "new_Trait" RENAME TO "Trait";
CREATE UNIQUE INDEX "Trait_shopId_keyInUse_key" ON "Trait"("shopId", "keyInUse");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

