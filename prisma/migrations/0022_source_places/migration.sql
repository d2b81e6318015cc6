-- AlterTable
ALTER TABLE "Source" ADD COLUMN     "isTrack" BOOLEAN NOT NULL DEFAULT true;
