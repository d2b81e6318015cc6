// `npm run -s isomix -- <command>`: prepares what the command line needs, saying so on stderr, and runs it.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSettings } from './dot-env.mjs';
import { requireNode } from './node-version.mjs';

requireNode();
const { prepareOrExit } = await import('./prepare.mjs');
await prepareOrExit(['packages', 'audio-tools', 'client', 'bundle'], { say: console.error });
loadSettings();
// npm changes into the clone; paths that the person types are meant from where they stand.
const root = fileURLToPath(new URL('../..', import.meta.url));
process.env.DATA_DIR = path.resolve(root, process.env.DATA_DIR ?? '.data');
process.chdir(process.env.INIT_CWD ?? process.cwd());
const commandLine = new URL('../../dist/cli.js', import.meta.url);
await import(commandLine.href);
