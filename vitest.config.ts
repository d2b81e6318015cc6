// How the unit and integration tests run: beside their source, in Node, one alias for the repository root.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { stretchLibraryForVite } from './server/launch/stretch-library.mjs';

const FOLDERS = '{app,components,contract,document,audio,models,platform,server,workers,bench}';
/** `npm run test:long` runs what takes minutes; `npm test` runs everything else. */
const isLong = process.env.ISOMIX_LONG_TESTS === '1';

export default defineConfig({
  plugins: [stretchLibraryForVite],
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: [isLong ? `${FOLDERS}/**/*.long.test.ts` : `${FOLDERS}/**/*.test.{ts,tsx}`],
    exclude: isLong ? [] : ['**/*.long.test.ts'],
    globalSetup: 'platform/database/testing/global-setup.ts',
    setupFiles: 'vitest.setup.ts',
    server: { deps: { inline: ['signalsmith-stretch'] } },
    // Three share two cores: tests of processes, sockets and deadlines wait for much of their time.
    maxWorkers: 3,
    testTimeout: isLong ? 900_000 : 60_000,
    hookTimeout: 60_000,
  },
});
