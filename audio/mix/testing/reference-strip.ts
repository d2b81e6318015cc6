// A channel strip in float64, written from its definition: the reference that tests compare the engine with.
import type { CompressorSettings } from '@/contract/processors/compressor';
import type { EqSettings } from '@/contract/processors/equaliser';
import { bandCoefficients } from '../../filter/bands';
import { NEUTRAL_EQ } from '../../filter/parametric-eq';
import { dbToGain, SAMPLE_RATE } from '../../units';
import type { StripSettings } from '../graph';

function referenceEq(x: Float64Array, eq: EqSettings): Float64Array {
  const kinds = {
    lowShelf: 'low-shelf',
    lowPeak: 'peak',
    highPeak: 'peak',
    highShelf: 'high-shelf',
  } as const;
  let signal = x;
  for (const name of ['lowShelf', 'lowPeak', 'highPeak', 'highShelf'] as const) {
    const { b0, b1, b2, a1, a2 } = bandCoefficients(kinds[name], eq[name], SAMPLE_RATE);
    const y = new Float64Array(signal.length);
    for (let n = 0; n < y.length; n++) {
      y[n] =
        b0 * signal[n]! +
        b1 * (signal[n - 1] ?? 0) +
        b2 * (signal[n - 2] ?? 0) -
        a1 * (y[n - 1] ?? 0) -
        a2 * (y[n - 2] ?? 0);
    }
    signal = y;
  }
  return signal;
}

function referenceGains(left: Float64Array, right: Float64Array, c: CompressorSettings): Float64Array {
  const keep = (ms: number) => Math.exp(-1 / ((ms / 1000) * SAMPLE_RATE));
  let [held, smooth] = [0, 0];
  return left.map((l, n) => {
    const over = 20 * Math.log10(Math.max(Math.abs(l), Math.abs(right[n]!), 1e-12)) - c.thresholdDb;
    const bent =
      Math.abs(2 * over) < c.kneeDb ? (over + c.kneeDb / 2) ** 2 / (2 * c.kneeDb) : Math.max(0, over);
    held = Math.max(bent * (1 - 1 / c.ratio), held * keep(c.releaseMs));
    smooth = keep(c.attackMs) * smooth + (1 - keep(c.attackMs)) * held;
    return dbToGain(c.makeupDb - smooth);
  });
}

function laneAt(points: readonly { at: number; value: number }[], n: number): number {
  const next = points.findIndex((point) => point.at > n);
  if (next === 0) return points[0]!.value;
  if (next < 0) return points.at(-1)!.value;
  const [a, b] = [points[next - 1]!, points[next]!];
  return a.value + ((b.value - a.value) * (n - a.at)) / (b.at - a.at);
}

/** A strip's contribution to the mix in float64, both channels, at 44.1 kHz and without look-ahead. */
export function referenceStrip(channels: Float32Array[], strip: StripSettings): Float64Array[] {
  const shaped = channels.map((x) => referenceEq(Float64Array.from(x), strip.eq ?? NEUTRAL_EQ));
  const gains = strip.compressor ? referenceGains(shaped[0]!, shaped[1]!, strip.compressor) : null;
  return shaped.map((x, side) =>
    x.map((value, n) => {
      const gainDb = strip.automation?.gainDb ? laneAt(strip.automation.gainDb, n) : strip.gainDb;
      const pan = strip.automation?.pan ? laneAt(strip.automation.pan, n) : strip.pan;
      const angle = (Math.PI / 4) * (pan + 1);
      const law = Math.SQRT2 * (side === 0 ? Math.cos(angle) : Math.sin(angle));
      return (strip.invert ? -1 : 1) * value * (gains?.[n] ?? 1) * dbToGain(gainDb) * law;
    }),
  );
}
