-- Visits and messages are written and changed with every step that somebody takes, and each index is one more place to write. A visit is the run's how-manieth step: nobody asks for it
-- otherwise. An effect's id begins with its run's, so one unique index keeps it from being there twice and finds the messages of a run.
CREATE TABLE "new_StepVisit" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "enteredAt" BIGINT NOT NULL,
    "leftAt" BIGINT NOT NULL,
    "branch" TEXT,
    "detail" TEXT,

    PRIMARY KEY ("shopId", "runId", "seq")
);
INSERT INTO "new_StepVisit" ("shopId", "id", "runId", "scenarioId", "versionId", "stepId", "seq", "enteredAt", "leftAt", "branch", "detail") SELECT "shopId", "id", "runId", "scenarioId", "versionId", "stepId", "seq", "enteredAt", "leftAt", "branch", "detail" FROM "StepVisit";
DROP TABLE "StepVisit";
ALTER TABLE "new_StepVisit" RENAME TO "StepVisit";

DROP INDEX "Message_shopId_runId_idx";
DROP INDEX "Message_shopId_effectId_key";
CREATE UNIQUE INDEX "Message_shopId_runId_effectId_key" ON "Message"("shopId", "runId", "effectId");
