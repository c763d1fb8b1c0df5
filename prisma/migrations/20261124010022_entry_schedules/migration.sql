-- CreateTable
CREATE TABLE "EntrySchedule" (
    "shopId" INTEGER NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "entryPointId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "since" BIGINT NOT NULL,
    "dueAt" BIGINT,
    "cursor" TEXT,
    "beganAt" BIGINT,
    "taken" INTEGER NOT NULL,

    PRIMARY KEY ("shopId", "scenarioId", "entryPointId")
);

-- CreateTable
CREATE TABLE "EntryOccurrence" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "entryPointId" TEXT NOT NULL,
    "dueAt" BIGINT NOT NULL,
    "beganAt" BIGINT,
    "endedAt" BIGINT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "taken" INTEGER NOT NULL,

    PRIMARY KEY ("shopId", "id")
);

-- CreateIndex
CREATE INDEX "EntrySchedule_shopId_dueAt_idx" ON "EntrySchedule"("shopId", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "EntryOccurrence_shopId_scenarioId_entryPointId_dueAt_key" ON "EntryOccurrence"("shopId", "scenarioId", "entryPointId", "dueAt");

