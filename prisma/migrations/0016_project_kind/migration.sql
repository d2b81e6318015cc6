-- CreateEnum
CREATE TYPE "ProjectKind" AS ENUM ('session', 'set');

-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "kind" "ProjectKind" NOT NULL DEFAULT 'session';

-- Projects without a song that hold tracks or sets were made as sets.
UPDATE "Project" SET "kind" = 'set'
WHERE NOT EXISTS (SELECT 1 FROM "Song" WHERE "Song"."projectId" = "Project"."id")
  AND (EXISTS (SELECT 1 FROM "Track" WHERE "Track"."projectId" = "Project"."id")
    OR EXISTS (SELECT 1 FROM "DjSet" WHERE "DjSet"."projectId" = "Project"."id"));
