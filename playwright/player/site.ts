// A tiny site for the player's tests: a page per bundled script, the worklets, and stored segments.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { stretchLibrary } from '@/server/launch/stretch-library.mjs';

export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

/** An empty page that runs one of the bundled scripts; its one colour differs between light and dark. */
const pageOf = (script: string) => `<!doctype html><meta name="viewport" content="width=device-width">
<style>:root { --stem: #c01020; --well: #ddd; --focus: #1657c8 } @media (prefers-color-scheme: dark) { :root { --stem: #1020e0; --well: #222 } }</style>
<link rel="stylesheet" href="/${script}.css"><body><script type="module" src="/${script}.js"></script>`;

const PAGES: Readonly<Record<string, string>> = {
  '/': 'harness',
  '/lane': 'lane',
  '/offline': 'offline',
  '/record': 'recording',
};

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.flac': 'audio/flac',
};

/** Bundles the harness and the worklets from source into `folder`, and serves it with the segments in it. */
export async function openSite(folder: string): Promise<Site> {
  await build({
    entryPoints: {
      harness: 'playwright/player/harness.ts',
      offline: 'playwright/player/offline-page.ts',
      lane: 'playwright/player/lane-page.tsx',
      recorder: 'playwright/player/recorder.ts',
      player: 'components/player/audio-thread/worklet.ts',
      decoder: 'components/player/decode-worker/decode-worker.ts',
      recording: 'playwright/player/recording-page.ts',
      'worklets/capture': 'components/recorder/capture-thread/capture-worklet.ts',
      'worklets/takes': 'components/recorder/take-worker/take-worker.ts',
    },
    absWorkingDir: path.resolve(import.meta.dirname, '../..'),
    bundle: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    format: 'esm',
    outdir: folder,
    plugins: [stretchLibrary],
    logLevel: 'error',
  });
  const server = createServer((request, response) => {
    const name = path.normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = path.join(folder, name);
    if (PAGES[name]) {
      response.setHeader('content-type', 'text/html');
      response.end(pageOf(PAGES[name]));
    } else if (existsSync(file)) {
      response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
      createReadStream(file).pipe(response);
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
