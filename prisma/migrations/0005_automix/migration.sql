-- CreateEnum
CREATE TYPE "DjSetPhase" AS ENUM ('analysing', 'planning', 'rendering', 'joining');

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "isAdmin" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "Track" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "analysisId" TEXT NOT NULL,
    "addedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Track_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DjSet" (
    "id" TEXT NOT NULL,
    "projectId" TEXT,
    "requestedBy" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "wishes" JSONB NOT NULL,
    "deleteAfterDownload" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3),

    CONSTRAINT "DjSet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DjSetTrack" (
    "setId" TEXT NOT NULL,
    "trackId" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "DjSetTrack_pkey" PRIMARY KEY ("setId","trackId")
);

-- CreateTable
CREATE TABLE "DjSetJob" (
    "setId" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "phase" "DjSetPhase" NOT NULL,
    "place" INTEGER NOT NULL,

    CONSTRAINT "DjSetJob_pkey" PRIMARY KEY ("setId","jobId")
);

-- CreateTable
CREATE TABLE "Setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedBy" TEXT,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "Track_sha256_idx" ON "Track"("sha256");

-- CreateIndex
CREATE INDEX "Track_analysisId_idx" ON "Track"("analysisId");

-- CreateIndex
CREATE UNIQUE INDEX "Track_projectId_sha256_key" ON "Track"("projectId", "sha256");

-- CreateIndex
CREATE INDEX "DjSet_projectId_createdAt_idx" ON "DjSet"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "DjSet_requestedBy_createdAt_idx" ON "DjSet"("requestedBy", "createdAt");

-- CreateIndex
CREATE INDEX "DjSetTrack_sha256_idx" ON "DjSetTrack"("sha256");

-- CreateIndex
CREATE INDEX "DjSetJob_jobId_idx" ON "DjSetJob"("jobId");

-- AddForeignKey
ALTER TABLE "Track" ADD CONSTRAINT "Track_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Track" ADD CONSTRAINT "Track_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Asset"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Track" ADD CONSTRAINT "Track_analysisId_fkey" FOREIGN KEY ("analysisId") REFERENCES "Job"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DjSet" ADD CONSTRAINT "DjSet_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DjSet" ADD CONSTRAINT "DjSet_requestedBy_fkey" FOREIGN KEY ("requestedBy") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DjSetTrack" ADD CONSTRAINT "DjSetTrack_setId_fkey" FOREIGN KEY ("setId") REFERENCES "DjSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DjSetTrack" ADD CONSTRAINT "DjSetTrack_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Asset"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DjSetJob" ADD CONSTRAINT "DjSetJob_setId_fkey" FOREIGN KEY ("setId") REFERENCES "DjSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DjSetJob" ADD CONSTRAINT "DjSetJob_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE CASCADE ON UPDATE CASCADE;
