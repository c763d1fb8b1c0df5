-- CreateTable
CREATE TABLE "SignUp" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "formId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "phone" TEXT,
    "consents" TEXT NOT NULL,
    "browserId" TEXT,
    "loggedInCustomerId" TEXT,
    "agent" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "absent" BOOLEAN NOT NULL,
    "attempts" INTEGER NOT NULL,
    "nextTryAt" BIGINT NOT NULL,
    "leaseUntil" BIGINT,
    "error" TEXT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateIndex
CREATE INDEX "SignUp_status_nextTryAt_idx" ON "SignUp"("status", "nextTryAt");

-- CreateIndex
CREATE INDEX "SignUp_shopId_email_idx" ON "SignUp"("shopId", "email");

