// A program that renders a planned set, so that a benchmark can measure its time and memory from outside.
import { readFile } from 'node:fs/promises';
import { type RenderSetInput, renderSet } from '@/workers/automix/flow/render-set';

const [file] = process.argv.slice(2);
if (!file) throw new Error('Which set?');
const input = JSON.parse(await readFile(file, 'utf8')) as RenderSetInput;
const { report } = await renderSet(input);
console.log(JSON.stringify(report));
