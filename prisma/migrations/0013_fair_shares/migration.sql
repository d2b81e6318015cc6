-- Who was served how long ago, and how fast the last jobs of a queue were
CREATE INDEX "Job_queue_createdAt_idx" ON "Job"("queue", "createdAt");

-- What one person asked for in the last day
CREATE INDEX "Job_requestedBy_name_createdAt_idx" ON "Job"("requestedBy", "name", "createdAt");

-- The jobs of a content begin with its hash, and only this operator class serves LIKE whatever the collation is
CREATE INDEX "Job_id_pattern_idx" ON "Job"("id" text_pattern_ops);

-- Jobs at work are few among hundreds of thousands that have ended
CREATE INDEX "Job_running_idx" ON "Job"("heartbeatAt") WHERE "state" = 'running';
