-- When a job that waits for something to come back may run again, and how often that has happened.
ALTER TABLE "Job" ADD COLUMN "retryAt" TIMESTAMP(3), ADD COLUMN "setbacks" INTEGER NOT NULL DEFAULT 0;
