-- AlterTable
ALTER TABLE "Scenario" ADD COLUMN "clocksRunOn" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "ScenarioVersion" ADD COLUMN "moves" TEXT;
