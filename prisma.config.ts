// Where the Prisma command line finds the schema; the running studio migrates through server/launch instead.
import { defineConfig } from 'prisma/config';

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } });
