// `npm run bench [-- name... [--option...]]`: runs the benchmarks in bench/ one after the other; each prints its figures.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNode } from './node-version.mjs';

requireNode();
const { prepareOrExit } = await import('./prepare.mjs');
await prepareOrExit(['packages', 'audio-tools', 'browser', 'client', 'bundle', 'pages'], {
  say: console.error,
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const SUFFIX = '.bench.ts';
const given = process.argv.slice(2);
const optionsAt = given.findIndex((argument) => argument.startsWith('-'));
const names = optionsAt === -1 ? given : given.slice(0, optionsAt);
/** Passed to each benchmark as they are. */
const options = optionsAt === -1 ? [] : given.slice(optionsAt);
const files = readdirSync(path.join(root, 'bench'))
  .filter((file) => file.endsWith(SUFFIX))
  .filter((file) => names.length === 0 || names.includes(file.slice(0, -SUFFIX.length)))
  .sort();
if (files.length === 0) console.error('There is no such benchmark.');
let failed = files.length === 0 ? 1 : 0;
for (const file of files) {
  console.log(`\n== ${file.slice(0, -SUFFIX.length)}`);
  const tsx = path.join(root, 'node_modules/.bin/tsx');
  const { status } = spawnSync(tsx, [path.join('bench', file), ...options], { cwd: root, stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
