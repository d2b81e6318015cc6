-- CreateTable
CREATE TABLE "Restyle" (
    "projectId" TEXT NOT NULL,
    "stemId" TEXT NOT NULL,
    "styleId" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "heardJobId" TEXT,

    CONSTRAINT "Restyle_pkey" PRIMARY KEY ("projectId","stemId")
);

-- CreateIndex
CREATE INDEX "Restyle_jobId_idx" ON "Restyle"("jobId");

-- CreateIndex
CREATE INDEX "Restyle_heardJobId_idx" ON "Restyle"("heardJobId");

-- AddForeignKey
ALTER TABLE "Restyle" ADD CONSTRAINT "Restyle_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Restyle" ADD CONSTRAINT "Restyle_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
