// `npm test [-- stage...]`: sets the machine up, runs every stage, and ends with the totals on the last line.
import { loadSettings } from './dot-env.mjs';
import { requireNode } from './node-version.mjs';

requireNode();
const { prepareOrExit } = await import('./prepare.mjs');
const { STAGES, LONG_STAGES } = await import('./test-stages.mjs');

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const isLong = process.argv.includes('--long');
const all = isLong ? LONG_STAGES : STAGES;
const unknown = wanted.filter((name) => !all.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no stage ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(1);
}

/** @param {number} started */
const seconds = (started) => `${((Date.now() - started) / 1000).toFixed(1)} s`;

loadSettings();
await prepareOrExit(['packages', 'audio-tools', 'browser', 'client'], { say: console.log });
if (isLong) await prepareOrExit(['redis'], { say: console.log });
const totals = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const times = [];
for (const stage of all.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n== ${stage.name}`);
  const started = Date.now();
  const counts = await stage.run();
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  totals.skipped += counts.skipped;
  times.push(
    `${stage.name.padEnd(8)} ${seconds(started).padStart(8)}  ${counts.passed} passed, ${counts.failed} failed`,
  );
}
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`\n${times.join('\n')}\n`);
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);
