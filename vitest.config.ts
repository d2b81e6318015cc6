// How the unit and integration tests run: beside their source, in Node, one alias for the repository root.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: ['{app,components,document,audio,models,server,workers,bench}/**/*.test.{ts,tsx}'],
    globalSetup: 'server/shared/database/testing-server.ts',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
