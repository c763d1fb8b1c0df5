-- CreateTable
CREATE TABLE "ConsentStatement" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "consentId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "text" TEXT,
    "evidence" TEXT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateIndex
CREATE INDEX "ConsentStatement_shopId_customerId_consentId_at_idx" ON "ConsentStatement"("shopId", "customerId", "consentId", "at");


-- What is in force is the one statement that is known of the time before.
INSERT INTO "ConsentStatement" ("shopId", "id", "customerId", "consentId", "state", "at", "source", "text", "evidence")
SELECT
    "shopId",
    -- A UUIDv7 of that instant.
    substr(printf('%012x', "changedAt"), 1, 8) || '-' || substr(printf('%012x', "changedAt"), 9, 4) || '-7' || substr(lower(hex(randomblob(2))), 2) || '-'
        || substr('89ab', 1 + abs(random() % 4), 1) || substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6))),
    "customerId", "consentId", "state", "changedAt", "source",
    CASE
        WHEN "source" = 'one-click' THEN 'List-Unsubscribe=One-Click'
        WHEN "source" IN ('shopify', 'import') AND "state" <> 'withdrawn' AND json_valid("evidence") THEN lower(json_extract("evidence", '$.optInLevel'))
    END,
    "evidence"
FROM "CustomerConsent";
