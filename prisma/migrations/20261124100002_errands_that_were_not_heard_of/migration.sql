-- Whether a try of an errand got no answer. Of those from before nobody knows which, so all that were tried count as such.
ALTER TABLE "Errand" ADD COLUMN "unheard" INTEGER NOT NULL DEFAULT 0;
UPDATE "Errand" SET "unheard" = 1 WHERE "attempts" > 0;
