// The power of a signal in a few bands over time: what the checker compares recordings by.
import { SpectrumReader } from '@/audio/analysis/spectra';
import { createRealFft } from '@/audio/fft';

/** The power of band `b` in frame `f` is at `f * bands + b`; frame `f` lies around sample `f * hop`. */
export interface BandPower {
  readonly frames: number;
  readonly bands: number;
  readonly hop: number;
  readonly values: Float32Array;
}

export interface BandRequest {
  readonly fftSize: number;
  readonly hop: number;
  /** Limits of the bands in Hz, one more than there are bands. */
  readonly edges: readonly number[];
  readonly sampleRate: number;
}

/** Measures the bands of a mono signal. */
export async function bandPower(signal: Float32Array, request: BandRequest): Promise<BandPower> {
  const { fftSize, hop, edges, sampleRate } = request;
  const fft = await createRealFft(fftSize);
  try {
    const reader = new SpectrumReader(fft, signal, hop);
    const bands = edges.length - 1;
    const limits = edges.map((hz) => Math.min(reader.bins, Math.round((hz * fftSize) / sampleRate)));
    const values = new Float32Array(reader.frames * bands);
    for (let frame = 0; frame < reader.frames; frame++) {
      const power = reader.power(frame);
      for (let band = 0; band < bands; band++) {
        let sum = 0;
        for (let bin = limits[band]!; bin < Math.max(limits[band]! + 1, limits[band + 1]!); bin++) {
          sum += power[bin]!;
        }
        values[frame * bands + band] = sum;
      }
    }
    return { frames: reader.frames, bands, hop, values };
  } finally {
    fft.dispose();
  }
}

/** Power this far below a band's mean counts as none: otherwise silence would contain the largest rises. */
const FLOOR_SHARE = 0.01;

/** How fast each band rises, in log power: attacks stand out whatever their level. */
export function risesOf(power: BandPower): BandPower {
  const { bands, frames, values } = power;
  const floors = new Float64Array(bands);
  for (const [i, value] of values.entries()) floors[i % bands]! += (FLOOR_SHARE * value) / frames;
  const logs = values.map((value, i) => Math.log(1e-12 + floors[i % bands]! + value));
  const rises = logs.map((value, i) => (i < bands ? 0 : Math.max(0, value - logs[i - bands]!)));
  return { ...power, values: rises };
}
