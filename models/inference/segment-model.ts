// What the separator needs from an inference engine: one segment in, the stems of that segment out.
import type { ModelManifest } from '../manifest';
import type { Provider } from './providers';

/** The tensors of one run, channel-major and flat. They are reused from run to run. */
export interface SegmentBuffers {
  /** [channels, segment] */
  readonly waveform: Float32Array<ArrayBuffer>;
  /** [channels x (real, imaginary), bins, frames] */
  readonly spectrogram: Float32Array<ArrayBuffer>;
  /** [stems, channels x (real, imaginary), bins, frames] */
  readonly stemSpectrograms: Float32Array<ArrayBuffer>;
  /** [stems, channels, segment] */
  readonly stemWaveforms: Float32Array<ArrayBuffer>;
}

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

export function allocateBuffers({
  channels,
  segmentSamples,
  spectrogram,
  stems,
}: ModelManifest): SegmentBuffers {
  const wave = channels * segmentSamples;
  const planes = channels * 2 * spectrogram.bins * spectrogram.frames;
  return {
    waveform: new Float32Array(wave),
    spectrogram: new Float32Array(planes),
    stemSpectrograms: new Float32Array(stems.length * planes),
    stemWaveforms: new Float32Array(stems.length * wave),
  };
}
