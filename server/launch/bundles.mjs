// Builds the programs for Node and the scripts for the browser once; bundle-plan.mjs says which there are.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildOptions, PIECE } from './bundle-plan.mjs';

/** @param {string} folder */
async function removePieces(folder) {
  for (const name of await readdir(folder)) {
    if (name.startsWith(PIECE)) await rm(path.join(folder, name));
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const builds = buildOptions(root);
await build(builds.programs);
await removePieces(path.join(root, 'dist'));
await build(builds.commandLine);
await build(builds.browser);
