// Unpacks the levels that the audio thread packs: four numbers per strip, the master last.
import { METER_FIELDS } from '@/audio/mix/meter-bank';
import type { Level, MeterReading } from './types';

const SILENCE: Level = { peak: 0, rms: 0 };

/** Names the levels of `stemIds`, in the order of the mix engine; numbers that are missing read as silence. */
export function readLevels(levels: Float32Array, stemIds: readonly string[]): MeterReading {
  const side = (strip: number, channel: 0 | 1): Level => {
    const at = strip * METER_FIELDS + channel;
    return { peak: levels[at] ?? 0, rms: levels[at + 2] ?? 0 };
  };
  const louder = (strip: number): Level => {
    const [left, right] = [side(strip, 0), side(strip, 1)];
    return { peak: Math.max(left.peak, right.peak), rms: Math.max(left.rms, right.rms) };
  };
  return {
    stems: Object.fromEntries(stemIds.map((id, strip) => [id, louder(strip)])),
    master: { left: side(stemIds.length, 0), right: side(stemIds.length, 1) },
  };
}

/** What meters show when nothing plays. */
export function silentLevels(stemIds: readonly string[]): MeterReading {
  return {
    stems: Object.fromEntries(stemIds.map((id) => [id, SILENCE])),
    master: { left: SILENCE, right: SILENCE },
  };
}
