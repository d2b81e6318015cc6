// Separates a song into stems: segment after segment through the network, finished stretches given out in order.
import {
  allocateInputs,
  allocateOutputs,
  type SegmentBuffers,
  type SegmentInputs,
  type SegmentModel,
} from '../inference/segment-model';
import type { MixSource } from './mix-source';
import { OverlapAdd } from './overlap-add';
import { fillInputs, invertRight } from './segment-inputs';
import { planSegments, type Segment } from './segments';
import { createTransforms } from './spectra';

/**
 * A finished stretch of all stems; stretches are contiguous and do not overlap. It is valid until the next
 * one.
 */
export interface StemRegion {
  /** Position in the song, in samples. */
  readonly start: number;
  readonly length: number;
  /** Per stem in the manifest's order: left and right, `length` samples each. */
  readonly stems: readonly (readonly [Float32Array, Float32Array])[];
}

export interface SeparationProgress {
  readonly segmentsDone: number;
  readonly segments: number;
  /** Seconds that the rest will take at the present pace; null before the first segment is done. */
  readonly etaS: number | null;
}

export interface SeparateOptions {
  /** Stops after the segment that is running. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SeparationProgress) => void;
}

/** Below this the song is silence or a constant, and dividing by its deviation would only raise noise. */
const SILENT_DEVIATION = 1e-8;

/**
 * Separates `mix`. While the network computes one segment, the spectra of the next are prepared and the stems
 * of the one before are given out, so memory stays the same for any length of song.
 * @returns regions that add up to exactly `mix.length` samples, aligned with the mix
 * @throws the signal's reason when it is aborted
 */
export async function* separate(
  model: SegmentModel,
  mix: MixSource,
  options: SeparateOptions = {},
): AsyncGenerator<StemRegion, void, undefined> {
  options.signal?.throwIfAborted();
  if (mix.statistics.deviation <= SILENT_DEVIATION) yield* separateSilence(model, mix);
  else yield* runSegments(model, mix, options);
}

/** Each stem's share of the song's constant offset, so that the stems still add up to the mix. */
const offsetShare = (model: SegmentModel, mix: MixSource): number =>
  mix.statistics.mean / model.manifest.stems.length;

async function* separateSilence(model: SegmentModel, mix: MixSource): AsyncGenerator<StemRegion> {
  const { segmentSamples, stems } = model.manifest;
  for (let start = 0; start < mix.length; start += segmentSamples) {
    const length = Math.min(segmentSamples, mix.length - start);
    const flat = () => new Float32Array(length).fill(offsetShare(model, mix));
    yield { start, length, stems: stems.map(() => [flat(), flat()] as const) };
  }
}

async function* runSegments(
  model: SegmentModel,
  mix: MixSource,
  { signal, onProgress }: SeparateOptions,
): AsyncGenerator<StemRegion> {
  const { manifest } = model;
  const segments = planSegments(mix.length, manifest.segmentSamples);
  const transforms = await createTransforms(manifest);
  const joined = new OverlapAdd(manifest.stems.length * manifest.channels, manifest.segmentSamples);
  const began = performance.now();
  const doneAt: number[] = [];
  const prepare = (segment: Segment, inputs: SegmentInputs) =>
    fillInputs(mix, segment, { manifest, transforms, inputs });
  let current = await prepare(segments[0]!, allocateInputs(manifest));
  let running = start(model, { ...current.inputs, ...allocateOutputs(manifest) });
  let spare = allocateInputs(manifest);
  for (const [index, segment] of segments.entries()) {
    const following = segments[index + 1];
    const prepared = following ? await prepare(following, spare) : null;
    const { waveform, spectrogram, ...outputs } = await running;
    signal?.throwIfAborted();
    // Before the next run, which answers into the same memory: a second place for answers would take another 55 MB.
    transforms.addSynthesis(outputs.stemSpectrograms, outputs.stemWaveforms);
    if (current.isInverted) invertRight(outputs.stemWaveforms, manifest);
    joined.add(outputs.stemWaveforms, segment.offset, segment.length, segment.offset - segment.windowStart);
    if (prepared) {
      running = start(model, { ...prepared.inputs, ...outputs });
      current = prepared;
    }
    spare = { waveform, spectrogram };
    doneAt.push(performance.now());
    const etaS = secondsLeft(began, doneAt, segments.length);
    onProgress?.({ segmentsDone: index + 1, segments: segments.length, etaS });
    yield takeRegion(joined, segment.offset, following?.offset ?? mix.length, model, mix);
    signal?.throwIfAborted();
  }
}

/** Starts a run. It may fail before anybody awaits it, or after everybody left; neither may end the process. */
function start(model: SegmentModel, buffers: SegmentBuffers): Promise<SegmentBuffers> {
  const run = model.run(buffers);
  run.catch(() => {});
  return run;
}

/**
 * Seconds for the segments that are left, at the pace since the first one: that one paid for warming the model up.
 * @param began when the work began, in milliseconds
 * @param doneAt when each of the segments so far was done
 */
export function secondsLeft(began: number, doneAt: readonly number[], segments: number): number {
  const [first = began, last = first] = [doneAt[0], doneAt.at(-1)];
  const paceMs = doneAt.length > 1 ? (last - first) / (doneAt.length - 1) : first - began;
  return (paceMs * (segments - doneAt.length)) / 1000;
}

function takeRegion(
  joined: OverlapAdd,
  start: number,
  end: number,
  model: SegmentModel,
  mix: MixSource,
): StemRegion {
  const rows = joined.take(end);
  const { deviation } = mix.statistics;
  const share = offsetShare(model, mix);
  for (const row of rows) for (let i = 0; i < row.length; i++) row[i] = row[i]! * deviation + share;
  const stems = model.manifest.stems.map((_, stem) => [rows[2 * stem]!, rows[2 * stem + 1]!] as const);
  return { start, length: end - start, stems };
}
