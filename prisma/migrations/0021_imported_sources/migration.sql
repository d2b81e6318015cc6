-- AlterTable
ALTER TABLE "Song" ADD COLUMN     "analysisId" TEXT;

-- CreateTable
CREATE TABLE "Source" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "addedBy" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Source_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Source_sha256_idx" ON "Source"("sha256");

-- CreateIndex
CREATE INDEX "Source_jobId_idx" ON "Source"("jobId");

-- CreateIndex
CREATE INDEX "Source_addedBy_idx" ON "Source"("addedBy");

-- CreateIndex
CREATE UNIQUE INDEX "Source_projectId_sha256_key" ON "Source"("projectId", "sha256");

-- CreateIndex
CREATE INDEX "Song_analysisId_idx" ON "Song"("analysisId");

-- AddForeignKey
ALTER TABLE "Song" ADD CONSTRAINT "Song_analysisId_fkey" FOREIGN KEY ("analysisId") REFERENCES "Job"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Source" ADD CONSTRAINT "Source_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Source" ADD CONSTRAINT "Source_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "Asset"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Source" ADD CONSTRAINT "Source_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Source" ADD CONSTRAINT "Source_addedBy_fkey" FOREIGN KEY ("addedBy") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
