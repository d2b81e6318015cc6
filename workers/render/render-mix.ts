// Renders a mix to a file: directly from the engine where possible, else by way of a premaster.
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { STRETCHER_NAME } from '@/platform/media/rubber-band';
import { writeMasterFile } from './master-file';
import { figuresOf, measureFile } from './measured-file';
import { MixFile } from './mix-file';
import { BLOCK_SIZE, runMixPass } from './mix-pass';
import { isStretched, stretched, writePremaster } from './premaster';
import type { RenderedMix, RenderOptions, RenderReport, RenderSpec } from './render-spec';

/** Whether something has to happen between the master fader and the limiter, or the file has to be looked at. */
function needsPremaster(spec: RenderSpec): boolean {
  const { output, sampleRate, loudnessLufs = null, master } = spec;
  const hasLossyCeiling = output.format === 'mp3' && Boolean(master.limiter);
  const isResampled = (output.sampleRate ?? sampleRate) !== sampleRate;
  return isStretched(spec) || isResampled || loudnessLufs !== null || hasLossyCeiling;
}

async function renderDirectly(spec: RenderSpec, options: RenderOptions): Promise<RenderedMix> {
  const { output, sampleRate } = spec;
  const { signal, onProgress } = options;
  const isLossy = output.format === 'mp3';
  const measure = spec.measure !== false;
  const file = await MixFile.open({ output, sampleRate, measure: measure && !isLossy }, BLOCK_SIZE, signal);
  try {
    const write: MixFile['write'] = (...block) => file.write(...block);
    await runMixPass(spec, write, { signal, onProgress: (done) => onProgress?.('mixing', done) });
    const rendered = await file.finish();
    if (!isLossy || !measure) return rendered;
    return { ...rendered, ...figuresOf(await measureFile(output.path, sampleRate, signal)) };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Intermediate files are in a folder beside the target, which is removed when the render ends or fails. */
async function renderOverPremaster(spec: RenderSpec, options: RenderOptions) {
  const folder = await mkdtemp(path.join(path.dirname(spec.output.path), '.render-'));
  const { signal, onProgress } = options;
  const stage = (name: 'mixing' | 'stretching') => ({
    signal,
    onProgress: (done: number) => onProgress?.(name, done),
  });
  try {
    const mixed = await writePremaster(spec, folder, stage('mixing'));
    const premaster = await stretched(mixed, spec, folder, stage('stretching'));
    return await writeMasterFile(spec, premaster, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Renders `spec` and returns what the file contains. Memory does not grow with the length. Nothing is left
 * beside or at the output path when it fails or is aborted.
 * @throws UnusableAudioError or MediaToolError with a message, the signal's reason when it is aborted
 */
export async function renderMix(spec: RenderSpec, options: RenderOptions = {}): Promise<RenderReport> {
  const facts = {
    sampleRate: spec.output.sampleRate ?? spec.sampleRate,
    stretcher: isStretched(spec) ? STRETCHER_NAME : null,
  };
  if (needsPremaster(spec)) return { ...(await renderOverPremaster(spec, options)), ...facts };
  return { ...(await renderDirectly(spec, options)), ...facts, loudnessShortfallLu: null };
}
