-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "soFar" JSONB;
