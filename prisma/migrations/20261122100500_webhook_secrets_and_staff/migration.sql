-- AlterTable
ALTER TABLE "Shop" ADD COLUMN "webhookSecretVersion" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "Shop" ADD COLUMN "webhookSecretChangedAt" BIGINT;
ALTER TABLE "Shop" ADD COLUMN "staffEmails" TEXT NOT NULL DEFAULT '[]';
