// The worker of the jobs benchmark: exports that do nothing, or that block until their worker dies.
import { setTimeout as delay } from 'node:timers/promises';
import { type RenderMixInput, type RenderMixResult, renderMixJob } from '@/platform/jobs/render-mix';
import type { JobContext } from '@/workers/runtime/job-context';
import { register } from '@/workers/runtime/registry';
import { runWorkerProcess } from '@/workers/runtime/worker-process';

/** An export with this title is only finished by the second worker that gets it. */
export const HOLD = 'hold';

async function renderNothing({
  input,
  jobId,
  signal,
  storage,
}: JobContext<RenderMixInput>): Promise<RenderMixResult> {
  if (input.options.tags.title === HOLD && !(await storage.stat(`held/${jobId}`))) {
    await storage.put(`held/${jobId}`, Buffer.from('once'));
    await delay(3_600_000, undefined, { signal });
  }
  return {
    bytes: 0,
    durationS: 0,
    sampleRate: 44_100,
    peakDbfs: null,
    clippedSamples: 0,
    wallSeconds: 0,
    integratedLufs: null,
    rangeLu: null,
    truePeakDbtp: null,
    loudnessShortfallLu: null,
    files: [],
    stretcher: null,
    tempo: 1,
    keySemitones: 0,
  };
}

if (process.connected) {
  await runWorkerProcess({
    queue: 'cpu',
    concurrency: Number(process.argv[2]),
    registrations: [register(renderMixJob, renderNothing)],
  });
}
