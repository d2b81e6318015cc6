// `npm start`: prepares this clone (packages, audio tools, build) and starts the supervisor.
import { loadSettings } from './dot-env.mjs';
import { requireNode } from './node-version.mjs';

requireNode();
const { prepareOrExit } = await import('./prepare.mjs');
const steps = /** @type {const} */ (['packages', 'audio-tools', 'client', 'bundle', 'pages']);
await prepareOrExit(steps, { say: console.log });
if (!process.argv.includes('--build-only')) {
  loadSettings();
  const supervisor = new URL('../../dist/supervisor.js', import.meta.url);
  await import(supervisor.href);
}
