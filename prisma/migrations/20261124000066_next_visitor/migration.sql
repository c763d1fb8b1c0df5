-- AlterTable
ALTER TABLE "Visitor" ADD COLUMN "nextId" TEXT;

