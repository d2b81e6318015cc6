// The inputs of a network for one segment of a song.
import type { SegmentInputs } from '../inference/segment-model';
import type { ModelManifest } from '../manifest';
import { isCancelling, type MixSource } from './mix-source';
import type { Segment } from './segments';
import type { SegmentTransforms } from './spectra';

interface InputPlace {
  readonly manifest: ModelManifest;
  readonly transforms: SegmentTransforms;
  readonly inputs: SegmentInputs;
}

interface PreparedSegment {
  readonly inputs: SegmentInputs;
  /** Whether the network is given the right channel, and gives back those of the stems, with opposite polarity. */
  readonly isInverted: boolean;
}

/** Whether both halves of `waveform` (left, then right) cancel each other in their sum. */
function cancels(waveform: Float32Array): boolean {
  const half = waveform.length / 2;
  let [mono, channels] = [0, 0];
  for (let i = 0; i < half; i++) {
    const [left, right] = [waveform[i]!, waveform[half + i]!];
    mono += (left + right) ** 2 / 4;
    channels += (left * left + right * right) / 2;
  }
  return isCancelling(mono, channels);
}

/** Turns the polarity of every stem's right channel round. */
export function invertRight(stemWaveforms: Float32Array, { stems, segmentSamples }: ModelManifest): void {
  for (let stem = 0; stem < stems.length; stem++) {
    const from = (2 * stem + 1) * segmentSamples;
    for (let i = from; i < from + segmentSamples; i++) stemWaveforms[i] = -stemWaveforms[i]!;
  }
}

/**
 * Fills the inputs: the normalised window with silence beyond the song's ends, and its spectrogram if it has one.
 * Networks know songs whose centre is in phase: where the channels have opposite polarity one of them is inverted.
 */
export async function fillInputs(
  mix: MixSource,
  { windowStart }: Segment,
  { manifest, transforms, inputs }: InputPlace,
): Promise<PreparedSegment> {
  const { segmentSamples } = manifest;
  const { mean, deviation } = mix.statistics;
  const from = Math.max(0, windowStart);
  const count = Math.min(mix.length, windowStart + segmentSamples) - from;
  const channels = await mix.read(from, count);
  inputs.waveform.fill(0);
  for (const [channel, samples] of channels.entries()) {
    const at = channel * segmentSamples + from - windowStart;
    for (let i = 0; i < count; i++) inputs.waveform[at + i] = (samples[i]! - mean) / deviation;
  }
  const isInverted = cancels(inputs.waveform);
  if (isInverted) {
    const { waveform } = inputs;
    for (let i = segmentSamples; i < waveform.length; i++) waveform[i] = -waveform[i]!;
  }
  transforms.analyse(inputs.waveform, inputs.spectrogram);
  return { inputs, isInverted };
}
