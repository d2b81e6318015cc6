-- CreateTable
CREATE TABLE "StyleSound" (
    "id" TEXT NOT NULL,
    "ownerId" TEXT,
    "name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StyleSound_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StyleShare" (
    "projectId" TEXT NOT NULL,
    "styleId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StyleShare_pkey" PRIMARY KEY ("projectId","styleId")
);

-- CreateIndex
CREATE INDEX "StyleSound_sha256_idx" ON "StyleSound"("sha256");

-- CreateIndex
CREATE INDEX "StyleSound_jobId_idx" ON "StyleSound"("jobId");

-- CreateIndex
CREATE UNIQUE INDEX "StyleSound_ownerId_sha256_key" ON "StyleSound"("ownerId", "sha256");

-- CreateIndex
CREATE INDEX "StyleShare_styleId_idx" ON "StyleShare"("styleId");

-- AddForeignKey
ALTER TABLE "StyleSound" ADD CONSTRAINT "StyleSound_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StyleSound" ADD CONSTRAINT "StyleSound_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StyleShare" ADD CONSTRAINT "StyleShare_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StyleShare" ADD CONSTRAINT "StyleShare_styleId_fkey" FOREIGN KEY ("styleId") REFERENCES "StyleSound"("id") ON DELETE CASCADE ON UPDATE CASCADE;
