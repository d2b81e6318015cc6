// What the separator needs from an inference engine: one segment in, the stems of that segment out.
import type { ModelManifest } from '../manifest';
import type { Provider } from './providers';

/*
 * The tensors of one run, channel-major and flat. They are reused from run to run. The spectrograms are empty
 * for networks whose inputs and outputs are waveforms alone.
 */

/** The input of a network. */
export interface SegmentInputs {
  /** [channels, segment] */
  readonly waveform: Float32Array<ArrayBuffer>;
  /** [channels x (real, imaginary), bins, frames] */
  readonly spectrogram: Float32Array<ArrayBuffer>;
}

/** What it answers. */
export interface SegmentOutputs {
  /** [stems, channels x (real, imaginary), bins, frames] */
  readonly stemSpectrograms: Float32Array<ArrayBuffer>;
  /** [stems, channels, segment] */
  readonly stemWaveforms: Float32Array<ArrayBuffer>;
}

export type SegmentBuffers = SegmentInputs & SegmentOutputs;

export interface SegmentModel {
  readonly manifest: ModelManifest;
  readonly provider: Provider;
  /**
   * Fills the two outputs from the two inputs. The buffers given are handed over (they may move to another
   * thread); go on with those returned.
   */
  run(buffers: SegmentBuffers): Promise<SegmentBuffers>;
  close(): Promise<void>;
}

/** Values of one spectrogram of all channels, real and imaginary. */
function spectrogramSize(manifest: ModelManifest): number {
  if (manifest.architecture === 'waveform') return 0;
  const { bins, frames } = manifest.spectrogram;
  return manifest.channels * 2 * bins * frames;
}

export const allocateInputs = (manifest: ModelManifest): SegmentInputs => ({
  waveform: new Float32Array(manifest.channels * manifest.segmentSamples),
  spectrogram: new Float32Array(spectrogramSize(manifest)),
});

export const allocateOutputs = (manifest: ModelManifest): SegmentOutputs => ({
  stemSpectrograms: new Float32Array(manifest.stems.length * spectrogramSize(manifest)),
  stemWaveforms: new Float32Array(manifest.stems.length * manifest.channels * manifest.segmentSamples),
});
