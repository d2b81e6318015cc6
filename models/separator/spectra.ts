// The input and output spectrograms of a hybrid Demucs network, by the conventions of its training.
import { createRealFft } from '@/audio/fft';
import { type SpectrogramPlanes, Stft, windowEnvelope } from '@/audio/stft';
import type { HybridManifest, ModelManifest } from '../manifest';

/** What is computed around the network, on the thread beside it. */
export interface SegmentTransforms {
  /** Fills the network's spectrogram input from its waveform input. */
  analyse(waveform: Float32Array, spectrogram: Float32Array): void;
  /** Adds the network's spectral output to its waveform output, which then contains the finished stems. */
  addSynthesis(stemSpectrograms: Float32Array, stemWaveforms: Float32Array): void;
}

/** Zero frames that the network's inverse transform assumes before and after its own. */
const SILENT_FRAMES = 2;

/**
 * The frames begin 1.5 hops before the segment, so that each is centred on its own hop; both transforms are
 * unitary (scaled by the root of the FFT size). A channel is two planes, real then imaginary, bin-major.
 */
export class HybridSpectra implements SegmentTransforms {
  readonly #stft: Stft;
  readonly #envelope: Float32Array;
  readonly #origin: number;
  readonly #synthesis: Float32Array;

  /** Use {@link createHybridSpectra}. */
  constructor(
    stft: Stft,
    readonly manifest: HybridManifest,
  ) {
    const { hop, frames } = manifest.spectrogram;
    this.#stft = stft;
    this.#origin = -Math.floor(hop / 2) * 3;
    this.#synthesis = new Float32Array(manifest.segmentSamples);
    this.#envelope = windowEnvelope(
      stft.window,
      hop,
      this.#origin - SILENT_FRAMES * hop,
      frames + 2 * SILENT_FRAMES,
      manifest.segmentSamples,
    );
  }

  #planes(spectrograms: Float32Array, channel: number): SpectrogramPlanes {
    const { bins, frames } = this.manifest.spectrogram;
    const plane = bins * frames;
    const at = channel * 2 * plane;
    return {
      real: spectrograms.subarray(at, at + plane),
      imag: spectrograms.subarray(at + plane, at + 2 * plane),
      bins,
      frames,
    };
  }

  #channel(waveforms: Float32Array, channel: number): Float32Array {
    const { segmentSamples } = this.manifest;
    return waveforms.subarray(channel * segmentSamples, (channel + 1) * segmentSamples);
  }

  analyse(waveform: Float32Array, spectrogram: Float32Array): void {
    const gain = 1 / Math.sqrt(this.manifest.spectrogram.fftSize);
    for (let channel = 0; channel < this.manifest.channels; channel++) {
      const planes = this.#planes(spectrogram, channel);
      this.#stft.analyse(this.#channel(waveform, channel), this.#origin, planes, gain);
    }
  }

  addSynthesis(stemSpectrograms: Float32Array, stemWaveforms: Float32Array): void {
    const { fftSize } = this.manifest.spectrogram;
    const synthesis = this.#synthesis;
    const channels = this.manifest.stems.length * this.manifest.channels;
    for (let channel = 0; channel < channels; channel++) {
      synthesis.fill(0);
      this.#stft.overlapAdd(
        this.#planes(stemSpectrograms, channel),
        this.#origin,
        synthesis,
        Math.sqrt(fftSize),
      );
      const wave = this.#channel(stemWaveforms, channel);
      for (let i = 0; i < wave.length; i++) wave[i]! += synthesis[i]! / this.#envelope[i]!;
    }
  }
}

/** Networks with waveform input and output contain all their transforms. */
const NO_TRANSFORMS: SegmentTransforms = { analyse: () => undefined, addSynthesis: () => undefined };

/** Prepares the transforms of one model. */
export const createTransforms = async (manifest: ModelManifest): Promise<SegmentTransforms> =>
  manifest.architecture === 'waveform' ? NO_TRANSFORMS : createHybridSpectra(manifest);

/** Prepares the transforms of one hybrid model. */
export async function createHybridSpectra(manifest: HybridManifest): Promise<HybridSpectra> {
  const { fftSize, hop } = manifest.spectrogram;
  return new HybridSpectra(new Stft(await createRealFft(fftSize), hop), manifest);
}
