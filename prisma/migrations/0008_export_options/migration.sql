-- AlterTable
ALTER TABLE "Mix" ADD COLUMN     "options" JSONB NOT NULL DEFAULT '{}';
