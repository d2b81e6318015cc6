-- AlterTable
ALTER TABLE "Mix" ADD COLUMN     "fileGoneAt" TIMESTAMP(3);

-- CreateIndex
CREATE INDEX "Project_expiresAt_idx" ON "Project"("expiresAt");

-- CreateIndex
CREATE INDEX "Song_sha256_idx" ON "Song"("sha256");

-- CreateIndex
CREATE INDEX "Job_name_finishedAt_idx" ON "Job"("name", "finishedAt");

-- CreateIndex
CREATE INDEX "Mix_expiresAt_idx" ON "Mix"("expiresAt");

-- CreateIndex
CREATE INDEX "DjSet_expiresAt_idx" ON "DjSet"("expiresAt");

-- CreateIndex
CREATE INDEX "Activity_at_idx" ON "Activity"("at");
