-- AlterTable
ALTER TABLE "Asset" ADD COLUMN     "silentAt" JSONB NOT NULL DEFAULT '[]';
