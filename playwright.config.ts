// How the browser tests run: real Chromium against a whole studio on a data folder of its own.
import { defineConfig } from '@playwright/test';
import { chromiumOptions } from './server/launch/chromium.mjs';

const port = process.env.ISOMIX_TEST_PORT ?? '3900';
const origin = `http://localhost:${port}`;

export default defineConfig({
  testDir: 'playwright',
  testMatch: '**/*.spec.ts',
  // The tests share one studio and its workers; most of their time is waiting.
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: origin,
    viewport: { width: 1440, height: 900 },
    launchOptions: chromiumOptions,
  },
  webServer: {
    command: 'node server/launch/start.mjs',
    wait: { stdout: /IsoMix Studio is ready/ },
    env: {
      PORT: port,
      DATA_DIR: process.env.ISOMIX_TEST_DATA ?? '.data-playwright',
      // A line for each request would bury the output of a failing test.
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    },
    timeout: 300_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    stdout: 'pipe',
  },
});
