// Starter sounds that are struck or plucked: glass bells, kalimba and a plucked string.
import { seededRandom } from '../../dither';
import { type NoteRenderer, renderScale, type Voice } from './note-renderer';

interface Mode {
  /** Times the frequency of the note */
  readonly ratio: number;
  readonly level: number;
  /** Seconds until it has fallen to a third */
  readonly decay: number;
}

/** The modes of a struck bar or glass, each dying away by itself. */
function struckModes(hz: number, rate: number, modes: readonly Mode[]): Voice {
  const audible = modes.filter(({ ratio }) => hz * ratio < rate * 0.45);
  return (t) => {
    // Two milliseconds of a soft hammer rather than a click.
    const attack = Math.min(1, t / 0.002);
    let sum = 0;
    for (const { ratio, level, decay } of audible) {
      sum += level * Math.exp(-t / decay) * Math.sin(2 * Math.PI * hz * ratio * t);
    }
    return attack * sum;
  };
}

export function glassBells(rate: number): NoteRenderer {
  const modes: readonly Mode[] = [
    { ratio: 1, level: 1, decay: 0.55 },
    { ratio: 2.003, level: 0.3, decay: 0.4 },
    { ratio: 2.76, level: 0.4, decay: 0.24 },
    { ratio: 5.4, level: 0.22, decay: 0.11 },
    { ratio: 8.93, level: 0.1, decay: 0.05 },
  ];
  const scale = { from: 48, to: 93, step: 2, length: 0.85, every: 1 };
  return renderScale(rate, scale, (hz) => struckModes(hz, rate, modes));
}

export function kalimba(rate: number): NoteRenderer {
  const modes: readonly Mode[] = [
    { ratio: 1, level: 1, decay: 0.32 },
    { ratio: 2, level: 0.12, decay: 0.2 },
    { ratio: 5.85, level: 0.2, decay: 0.035 },
    { ratio: 11.4, level: 0.1, decay: 0.012 },
  ];
  const scale = { from: 41, to: 86, step: 2, length: 0.6, every: 0.75 };
  return renderScale(rate, scale, (hz) => struckModes(hz, rate, modes));
}

/** A string by Karplus and Strong: a burst of noise that goes round a delay line and loses its treble. */
export function pluck(hz: number, rate: number, seed: number): Voice {
  const period = rate / hz;
  // The filter below delays by half a sample.
  const size = Math.max(2, Math.floor(period - 0.5));
  const rest = period - 0.5 - size;
  const random = seededRandom(seed);
  const line = Float32Array.from({ length: size }, () => random() * 2 - 1);
  const keep = 0.996 ** (110 / hz);
  let [at, last, held] = [0, 0, 0];
  return () => {
    const out = line[at]!;
    const average = 0.5 * (out + last);
    last = out;
    // A first-order interpolation makes up for the fraction of a sample that the line cannot have.
    const filtered = keep * ((1 - rest) * average + rest * held);
    held = average;
    line[at] = filtered;
    at = (at + 1) % size;
    return 0.8 * out;
  };
}

export function pluckedString(rate: number): NoteRenderer {
  const scale = { from: 36, to: 84, step: 2, length: 0.75, every: 0.9 };
  return renderScale(rate, scale, (hz, index) => pluck(hz, rate, 100 + index));
}
