-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "isOnline" BOOLEAN NOT NULL,
    "scope" TEXT,
    "expires" DATETIME,
    "accessToken" TEXT NOT NULL,
    "userId" BIGINT,
    "firstName" TEXT,
    "lastName" TEXT,
    "email" TEXT,
    "accountOwner" BOOLEAN NOT NULL,
    "locale" TEXT,
    "collaborator" BOOLEAN,
    "emailVerified" BOOLEAN,
    "refreshToken" TEXT,
    "refreshTokenExpires" DATETIME
);

-- CreateTable
CREATE TABLE "Shop" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "domain" TEXT NOT NULL,
    "shopifyId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "senderName" TEXT NOT NULL,
    "senderEmail" TEXT NOT NULL,
    "senderVerifiedAt" BIGINT,
    "clickWindowDays" INTEGER NOT NULL,
    "openWindowDays" INTEGER NOT NULL,
    "proxyPath" TEXT NOT NULL,
    "storefrontUrl" TEXT,
    "installedAt" BIGINT NOT NULL,
    "uninstalledAt" BIGINT,
    "shopifyUpdatedAt" BIGINT
);

-- CreateTable
CREATE TABLE "ImportJob" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "cursor" TEXT,
    "done" INTEGER NOT NULL,
    "total" INTEGER,
    "error" TEXT,
    "createdAt" BIGINT NOT NULL,
    "startedAt" BIGINT,
    "finishedAt" BIGINT,
    "leaseUntil" BIGINT,
    "attempts" INTEGER NOT NULL,
    "nextTryAt" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "Customer" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "shopifyId" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "firstName" TEXT NOT NULL,
    "lastName" TEXT NOT NULL,
    "locale" TEXT,
    "countryCode" TEXT,
    "city" TEXT,
    "ordersCount" INTEGER NOT NULL,
    "totalSpentMinor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "lastOrderAt" BIGINT,
    "shopifyUpdatedAt" BIGINT,
    "totalsUpdatedAt" BIGINT,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL,
    "deletedAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "CustomerTag" (
    "shopId" INTEGER NOT NULL,
    "customerId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "addedAt" BIGINT NOT NULL,
    "source" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "customerId", "tag")
);

-- CreateTable
CREATE TABLE "CustomerTagRemoval" (
    "shopId" INTEGER NOT NULL,
    "customerId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "removedAt" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "customerId", "tag")
);

-- CreateTable
CREATE TABLE "Consent" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "channels" TEXT NOT NULL,
    "shopify" TEXT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "CustomerConsent" (
    "shopId" INTEGER NOT NULL,
    "customerId" TEXT NOT NULL,
    "consentId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "changedAt" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "evidence" TEXT,

    PRIMARY KEY ("shopId", "customerId", "consentId")
);

-- CreateTable
CREATE TABLE "Visitor" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "customerId" TEXT,
    "identifiedBy" TEXT,
    "identifiedAt" BIGINT,
    "firstSeenAt" BIGINT NOT NULL,
    "lastSeenAt" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "Product" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "vendor" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "imageUrl" TEXT,
    "status" TEXT NOT NULL,
    "tags" TEXT NOT NULL,
    "updatedAt" BIGINT NOT NULL,
    "deletedAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "Variant" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "priceMinor" BIGINT NOT NULL,
    "compareAtMinor" BIGINT,
    "currency" TEXT NOT NULL,
    "available" BOOLEAN NOT NULL,
    "imageUrl" TEXT,
    "position" INTEGER NOT NULL,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "Event" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "visitorId" TEXT,
    "customerId" TEXT,
    "type" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "receivedAt" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "properties" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "EventSeen" (
    "shopId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "seenAt" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "key")
);

-- CreateTable
CREATE TABLE "Cart" (
    "shopId" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "visitorId" TEXT,
    "customerId" TEXT,
    "currency" TEXT NOT NULL,
    "totalMinor" BIGINT NOT NULL,
    "lines" TEXT NOT NULL,
    "openedAt" BIGINT,
    "checkoutStartedAt" BIGINT,
    "checkoutUrl" TEXT,
    "orderedAt" BIGINT,
    "updatedAt" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "token")
);

-- CreateTable
CREATE TABLE "ShopOrder" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "customerId" TEXT,
    "email" TEXT,
    "totalMinor" BIGINT NOT NULL,
    "refundedMinor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "cartToken" TEXT,
    "checkoutToken" TEXT,
    "placedAt" BIGINT NOT NULL,
    "cancelledAt" BIGINT,
    "updatedAt" BIGINT NOT NULL,
    "source" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "OrderLine" (
    "shopId" INTEGER NOT NULL,
    "orderId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "productId" TEXT,
    "variantId" TEXT,
    "title" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "totalMinor" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "orderId", "id")
);

-- CreateTable
CREATE TABLE "Refund" (
    "shopId" INTEGER NOT NULL,
    "orderId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "orderId", "id")
);

-- CreateTable
CREATE TABLE "WebhookReceipt" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopDomain" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "webhookId" TEXT NOT NULL,
    "eventId" TEXT,
    "triggeredAt" BIGINT NOT NULL,
    "receivedAt" BIGINT NOT NULL,
    "payload" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "nextTryAt" BIGINT,
    "error" TEXT
);

-- CreateTable
CREATE TABLE "ShopifyWrite" (
    "shopId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "nextTryAt" BIGINT NOT NULL,
    "leaseUntil" BIGINT,
    "error" TEXT,
    "queuedAt" BIGINT NOT NULL,
    "doneAt" BIGINT,

    PRIMARY KEY ("shopId", "kind", "subjectId")
);

-- CreateTable
CREATE TABLE "DataRequest" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "customerShopifyId" TEXT NOT NULL,
    "requestedAt" BIGINT NOT NULL,
    "report" TEXT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "Scenario" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "versionId" TEXT,
    "firstActivatedAt" BIGINT,
    "activatedAt" BIGINT,
    "stoppedAt" BIGINT,
    "settling" TEXT,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "ScenarioVersion" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "definition" TEXT NOT NULL,
    "publishedAt" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "Run" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "activeKey" TEXT,
    "factKey" TEXT NOT NULL,
    "entryPointId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "stepId" TEXT,
    "dueAt" BIGINT,
    "enteredAt" BIGINT NOT NULL,
    "enteredStepAt" BIGINT NOT NULL,
    "heldMs" BIGINT NOT NULL,
    "heldAt" BIGINT,
    "seq" INTEGER NOT NULL,
    "context" TEXT NOT NULL,
    "pinnedVersionId" TEXT,
    "leaseOwner" TEXT,
    "leaseUntil" BIGINT,
    "recovered" INTEGER NOT NULL,
    "endedAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "StepVisit" (
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

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "EntryDecision" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "entryPointId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "factKey" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "runId" TEXT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "IdleClock" (
    "shopId" INTEGER NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "entryPointId" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "dueAt" BIGINT NOT NULL,
    "factKey" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "context" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "scenarioId", "entryPointId", "subjectId")
);

-- CreateTable
CREATE TABLE "Message" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "effectId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "detail" TEXT,
    "toAddress" TEXT,
    "consentId" TEXT,
    "subject" TEXT,
    "batchId" TEXT,
    "providerId" TEXT,
    "attempts" INTEGER NOT NULL,
    "dueAt" BIGINT,
    "queuedAt" BIGINT NOT NULL,
    "handedOverAt" BIGINT,
    "deliveredAt" BIGINT,
    "openedAt" BIGINT,
    "machineOpenedAt" BIGINT,
    "clickedAt" BIGINT,
    "machineClickedAt" BIGINT,
    "bouncedAt" BIGINT,
    "complainedAt" BIGINT,
    "unsubscribedAt" BIGINT,
    "failedAt" BIGINT,
    "suppressedAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "MessageContent" (
    "shopId" INTEGER NOT NULL,
    "messageId" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "links" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "messageId")
);

-- CreateTable
CREATE TABLE "SendBatch" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "nextTryAt" BIGINT NOT NULL,
    "leaseUntil" BIGINT,
    "lastError" TEXT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "Interaction" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "linkIndex" INTEGER,
    "client" TEXT NOT NULL,
    "judged" TEXT NOT NULL,
    "why" TEXT,
    "judgeAt" BIGINT,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "SuppressedAddress" (
    "shopId" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "channel", "address")
);

-- CreateTable
CREATE TABLE "Conversion" (
    "shopId" INTEGER NOT NULL,
    "orderId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "day" TEXT NOT NULL,
    "cancelledAt" BIGINT,

    PRIMARY KEY ("shopId", "orderId")
);

-- CreateTable
CREATE TABLE "CounterDelta" (
    "shopId" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "value" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "id")
);

-- CreateTable
CREATE TABLE "Counter" (
    "shopId" INTEGER NOT NULL,
    "scenarioId" TEXT NOT NULL,
    "versionId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "value" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "scenarioId", "versionId", "stepId", "channel", "reason", "metric", "day")
);

-- CreateIndex
CREATE UNIQUE INDEX "Shop_domain_key" ON "Shop"("domain");

-- CreateIndex
CREATE INDEX "ImportJob_status_nextTryAt_idx" ON "ImportJob"("status", "nextTryAt");

-- CreateIndex
CREATE INDEX "Customer_shopId_email_idx" ON "Customer"("shopId", "email");

-- CreateIndex
CREATE INDEX "Customer_shopId_lastName_firstName_id_idx" ON "Customer"("shopId", "lastName", "firstName", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Customer_shopId_shopifyId_key" ON "Customer"("shopId", "shopifyId");

-- CreateIndex
CREATE INDEX "CustomerTag_shopId_tag_customerId_idx" ON "CustomerTag"("shopId", "tag", "customerId");

-- CreateIndex
CREATE UNIQUE INDEX "Consent_shopId_key_key" ON "Consent"("shopId", "key");

-- CreateIndex
CREATE INDEX "CustomerConsent_shopId_consentId_state_customerId_idx" ON "CustomerConsent"("shopId", "consentId", "state", "customerId");

-- CreateIndex
CREATE INDEX "Visitor_shopId_customerId_idx" ON "Visitor"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "Variant_shopId_productId_position_idx" ON "Variant"("shopId", "productId", "position");

-- CreateIndex
CREATE INDEX "Event_shopId_customerId_at_idx" ON "Event"("shopId", "customerId", "at") WHERE "customerId" IS NOT NULL;

-- CreateIndex
CREATE INDEX "Event_shopId_visitorId_at_idx" ON "Event"("shopId", "visitorId", "at");

-- CreateIndex
CREATE INDEX "EventSeen_seenAt_idx" ON "EventSeen"("seenAt");

-- CreateIndex
CREATE INDEX "Cart_shopId_customerId_updatedAt_idx" ON "Cart"("shopId", "customerId", "updatedAt");

-- CreateIndex
CREATE INDEX "Cart_shopId_visitorId_idx" ON "Cart"("shopId", "visitorId");

-- CreateIndex
CREATE INDEX "ShopOrder_shopId_customerId_placedAt_idx" ON "ShopOrder"("shopId", "customerId", "placedAt");

-- CreateIndex
CREATE INDEX "ShopOrder_shopId_cartToken_idx" ON "ShopOrder"("shopId", "cartToken");

-- CreateIndex
CREATE INDEX "ShopOrder_shopId_checkoutToken_idx" ON "ShopOrder"("shopId", "checkoutToken");

-- CreateIndex
CREATE INDEX "OrderLine_shopId_productId_idx" ON "OrderLine"("shopId", "productId");

-- CreateIndex
CREATE INDEX "WebhookReceipt_status_nextTryAt_idx" ON "WebhookReceipt"("status", "nextTryAt");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookReceipt_shopDomain_webhookId_key" ON "WebhookReceipt"("shopDomain", "webhookId");

-- CreateIndex
CREATE INDEX "ShopifyWrite_status_nextTryAt_idx" ON "ShopifyWrite"("status", "nextTryAt");

-- CreateIndex
CREATE INDEX "Scenario_shopId_status_updatedAt_idx" ON "Scenario"("shopId", "status", "updatedAt");

-- CreateIndex
CREATE INDEX "Scenario_settling_idx" ON "Scenario"("settling");

-- CreateIndex
CREATE UNIQUE INDEX "ScenarioVersion_shopId_scenarioId_number_key" ON "ScenarioVersion"("shopId", "scenarioId", "number");

-- CreateIndex
CREATE INDEX "Run_shopId_dueAt_idx" ON "Run"("shopId", "dueAt");

-- CreateIndex
CREATE INDEX "Run_shopId_scenarioId_status_stepId_idx" ON "Run"("shopId", "scenarioId", "status", "stepId");

-- CreateIndex
CREATE INDEX "Run_shopId_customerId_status_idx" ON "Run"("shopId", "customerId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "Run_shopId_scenarioId_customerId_activeKey_key" ON "Run"("shopId", "scenarioId", "customerId", "activeKey");

-- CreateIndex
CREATE UNIQUE INDEX "Run_shopId_scenarioId_factKey_key" ON "Run"("shopId", "scenarioId", "factKey");

-- CreateIndex
CREATE INDEX "StepVisit_shopId_scenarioId_stepId_idx" ON "StepVisit"("shopId", "scenarioId", "stepId");

-- CreateIndex
CREATE UNIQUE INDEX "StepVisit_shopId_runId_seq_key" ON "StepVisit"("shopId", "runId", "seq");

-- CreateIndex
CREATE INDEX "EntryDecision_shopId_customerId_at_idx" ON "EntryDecision"("shopId", "customerId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "EntryDecision_shopId_scenarioId_factKey_key" ON "EntryDecision"("shopId", "scenarioId", "factKey");

-- CreateIndex
CREATE INDEX "IdleClock_shopId_dueAt_idx" ON "IdleClock"("shopId", "dueAt");

-- CreateIndex
CREATE INDEX "IdleClock_shopId_subjectId_idx" ON "IdleClock"("shopId", "subjectId");

-- CreateIndex
CREATE INDEX "Message_shopId_channel_dueAt_idx" ON "Message"("shopId", "channel", "dueAt");

-- CreateIndex
CREATE INDEX "Message_shopId_customerId_queuedAt_idx" ON "Message"("shopId", "customerId", "queuedAt");

-- CreateIndex
CREATE INDEX "Message_shopId_runId_idx" ON "Message"("shopId", "runId");

-- CreateIndex
CREATE INDEX "Message_shopId_batchId_idx" ON "Message"("shopId", "batchId");

-- CreateIndex
CREATE INDEX "Message_providerId_idx" ON "Message"("providerId");

-- CreateIndex
CREATE UNIQUE INDEX "Message_shopId_effectId_key" ON "Message"("shopId", "effectId");

-- CreateIndex
CREATE INDEX "SendBatch_status_nextTryAt_idx" ON "SendBatch"("status", "nextTryAt");

-- CreateIndex
CREATE INDEX "Interaction_shopId_messageId_at_idx" ON "Interaction"("shopId", "messageId", "at");

-- CreateIndex
CREATE INDEX "Interaction_judged_judgeAt_idx" ON "Interaction"("judged", "judgeAt");

-- CreateIndex
CREATE INDEX "Interaction_shopId_customerId_at_idx" ON "Interaction"("shopId", "customerId", "at");

-- CreateIndex
CREATE INDEX "Conversion_shopId_scenarioId_at_idx" ON "Conversion"("shopId", "scenarioId", "at");

-- CreateIndex
CREATE INDEX "Conversion_shopId_customerId_idx" ON "Conversion"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "CounterDelta_shopId_scenarioId_idx" ON "CounterDelta"("shopId", "scenarioId");

