-- CreateTable
CREATE TABLE "Usage" (
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "Usage_pkey" PRIMARY KEY ("userId","kind","day")
);

-- CreateIndex
CREATE INDEX "Usage_day_idx" ON "Usage"("day");

-- CreateIndex
CREATE INDEX "Job_requestedBy_state_idx" ON "Job"("requestedBy", "state");

-- AlterTable
ALTER TABLE "StyleSound" ADD COLUMN "bytes" BIGINT NOT NULL DEFAULT 0;

-- What was asked for today counts as before.
INSERT INTO "Usage" ("userId", "kind", "day", "count")
SELECT "requestedBy", 'separation', timezone('UTC', now())::date, count(*) FROM "Job"
WHERE "name" = 'separation' AND "requestedBy" IS NOT NULL AND "createdAt" >= timezone('UTC', now())::date
GROUP BY "requestedBy";

INSERT INTO "Usage" ("userId", "kind", "day", "count")
SELECT "requestedBy", 'set', timezone('UTC', now())::date, count(*) FROM "DjSet"
WHERE "createdAt" >= timezone('UTC', now())::date
GROUP BY "requestedBy";
