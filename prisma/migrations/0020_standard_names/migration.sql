-- Columns, and keys of stored JSON, take the names that the glossary gives them. Nothing but names changes.
ALTER TABLE "DjSet" RENAME COLUMN "wishes" TO "request";
UPDATE "DjSet" SET "request" = ("request" - 'wishes') || jsonb_build_object('constraints', "request" -> 'wishes')
WHERE "request" ? 'wishes';
UPDATE "Job" SET "input" = ("input" - 'wishes') || jsonb_build_object('constraints', "input" -> 'wishes')
WHERE "name" = 'plan-set' AND "input" ? 'wishes';

ALTER TABLE "Job" RENAME COLUMN "soFar" TO "partialResult";
ALTER TABLE "Job" RENAME COLUMN "setbacks" TO "interruptions";

ALTER TABLE "Restyle" RENAME COLUMN "heardJobId" TO "audibleJobId";
ALTER INDEX "Restyle_heardJobId_idx" RENAME TO "Restyle_audibleJobId_idx";

UPDATE "Job" SET "result" = ("result" - 'loudnessMissedLu') || jsonb_build_object('loudnessShortfallLu', "result" -> 'loudnessMissedLu')
WHERE "name" = 'render-mix' AND "result" ? 'loudnessMissedLu';

UPDATE "Activity" SET "details" = ("details" - 'wish') || jsonb_build_object('option', "details" -> 'wish')
WHERE "kind" = 'set-wish' AND "details" ? 'wish';
