-- AlterTable
ALTER TABLE "DjSet" ADD COLUMN     "cancelledAt" TIMESTAMP(3);
