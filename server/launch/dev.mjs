// `npm run dev`: the studio for development. Edited pages reach the browser by Next, edited programs restart.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSettings } from './dot-env.mjs';
import { requireNode } from './node-version.mjs';

requireNode();
const { prepareOrExit } = await import('./prepare.mjs');
await prepareOrExit(['packages', 'audio-tools', 'client', 'bundle'], { say: console.log });
loadSettings();
process.env.ISOMIX_DEV = '1';
process.env.DATA_DIR ??= '.data';
process.env.NEXT_TELEMETRY_DISABLED ??= '1';
// A restart waits for nobody's download here.
process.env.SHUTDOWN_GRACE_S ??= '1';

const root = fileURLToPath(new URL('../..', import.meta.url));
// What is built from now on is newer than the stamp says; the next start without this script looks for itself.
rmSync(new URL('../../dist/.stamp', import.meta.url), { force: true });
const { watchBundles } = await import('./watch-bundles.mjs');
await watchBundles(root);
await import(new URL('../../dist/supervisor.js', import.meta.url).href);
