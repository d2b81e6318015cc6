-- When the owner lowered the role of a member: links from before it no longer raise it.
ALTER TABLE "Membership" ADD COLUMN "roleLoweredAt" TIMESTAMP(3);
