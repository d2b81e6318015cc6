// The shared document at length: thousands of random histories that must converge, thousands of spoilt updates.
import fc from 'fast-check';
import * as Y from 'yjs';
import { openDocument } from '@/document/open';
import { convergenceProperty } from '@/document/testing/convergence';
import { validateState } from '@/document/validate';
import { Staging } from '@/server/collaboration/staging';
import { randomIntegers, sampleUpdates, spoil } from '@/server/collaboration/testing/mutations';

const SEEDS = 1_000;
const REPLICAS = 5;
const OPERATIONS = 100;
const SPOILT = 20_000;
const LONGEST_MS = 50;

function converge(): boolean {
  const began = performance.now();
  const outcome = fc.check(convergenceProperty(REPLICAS, OPERATIONS), { numRuns: SEEDS, seed: 2 });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`  ${outcome.numRuns} seeds x ${REPLICAS} replicas x ${OPERATIONS} edits: ${seconds} s`);
  if (outcome.failed) console.error(fc.defaultReportMessage(outcome));
  return !outcome.failed;
}

function refuse(): boolean {
  const random = randomIntegers(3);
  const samples = sampleUpdates();
  const live = openDocument();
  const staging = new Staging(live);
  let refused = 0;
  let changed = 0;
  let longest = 0;
  for (let i = 0; i < SPOILT; i++) {
    const update = spoil(samples[random(samples.length)] as Uint8Array, random);
    // Processor time: on a busy machine the clock on the wall also counts the others.
    const began = process.cpuUsage();
    const trial = staging.try(update, 'ada');
    const { user, system } = process.cpuUsage(began);
    longest = Math.max(longest, (user + system) / 1000);
    if (trial.message !== null) refused += 1;
    else if (trial.update) Y.applyUpdate(live, trial.update);
    if (validateState(live)) changed += 1;
    if (i % 500 === 499) {
      staging.markStale();
      staging.begin();
    }
  }
  console.log(
    `  ${SPOILT} spoilt updates: ${refused} refused, ${changed} did harm, longest ${longest.toFixed(1)} ms of processor time`,
  );
  return changed === 0 && longest <= LONGEST_MS;
}

const results = [converge(), refuse()];
if (results.includes(false)) process.exitCode = 1;
