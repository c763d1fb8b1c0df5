-- CreateTable
CREATE TABLE "ThemeReading" (
    "shopId" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "readAt" BIGINT,
    "failure" TEXT,
    "forms" TEXT NOT NULL,
    "complete" BOOLEAN NOT NULL,
    "trackerOn" BOOLEAN,
    "dueAt" BIGINT NOT NULL,
    "attempts" INTEGER NOT NULL
);

