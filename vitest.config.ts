// How the tests beside the source run: everything in Node, but components (`*.test.tsx`) in a real Chromium.
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumOptions } from './server/launch/chromium.mjs';
import { stretchLibraryForVite } from './server/launch/stretch-library.mjs';

const FOLDERS = '{app,components,contract,document,audio,models,platform,server,workers,bench}';
/** `npm run test:long` runs what takes minutes, and every case of the matrices; `npm test` runs everything else. */
const isLong = process.env.ISOMIX_LONG_TESTS === '1';

const shared = {
  plugins: [stretchLibraryForVite],
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
};

const inNode = {
  ...shared,
  test: {
    name: 'node',
    include: [isLong ? `${FOLDERS}/**/*.{long,matrix}.test.ts` : `${FOLDERS}/**/*.test.ts`],
    exclude: isLong ? [] : ['**/*.long.test.ts'],
    globalSetup: 'platform/database/testing/global-setup.ts',
    setupFiles: 'vitest.setup.ts',
    server: { deps: { inline: ['signalsmith-stretch'] } },
    testTimeout: isLong ? 900_000 : 60_000,
    hookTimeout: 60_000,
  },
};

const inChromium = {
  ...shared,
  // Found while a test runs, a package would be bundled then, and the page reloaded in the middle of the test.
  optimizeDeps: {
    include: [
      '@base-ui/react/menu',
      'lib0/decoding',
      'lib0/encoding',
      'y-indexeddb',
      'y-websocket',
      'yjs',
      'zod',
    ],
  },
  test: {
    name: 'chromium',
    setupFiles: 'app/globals.css',
    include: ['components/**/*.test.tsx'],
    browser: {
      enabled: true,
      headless: true,
      provider: playwright({ launchOptions: chromiumOptions }),
      instances: [{ browser: 'chromium' as const }],
      screenshotFailures: false,
    },
  },
};

export default defineConfig({
  test: {
    projects: isLong ? [inNode] : [inNode, inChromium],
    // Three share two cores: tests of processes, sockets and deadlines wait for much of their time.
    maxWorkers: 3,
  },
});
