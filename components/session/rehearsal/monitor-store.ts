// What this person alone hears otherwise while rehearsing: kept by the browser for each project, never in the document.
import { z } from 'zod';
import { FADER_MIN_DB } from '@/contract/units';
import { DEFAULT_STRIP, type MixState, type StripState } from '@/document/schema';
import { Store } from '../../ui/store';
import { readLocal, writeLocal } from '../local-settings';
import { COUNT_INS } from '../transport/metronome';

export const MIN_MONITOR_DB = -24;
export const MAX_MONITOR_DB = 12;

const monitorSchema = z.object({
  /** Tracks that are silent for this person: usually the instrument they play themselves. */
  muted: z.array(z.string().max(64)).max(500).catch([]),
  /** By how many dB tracks are louder for this person. */
  gainsDb: z.record(z.string(), z.number().min(MIN_MONITOR_DB).max(MAX_MONITOR_DB)).catch({}),
  /** Bars counted in before everybody plays; seconds where no tempo is known. */
  countIn: z.union(COUNT_INS.map((count) => z.literal(count))).catch(0),
});
export type Monitor = Readonly<z.infer<typeof monitorSchema>>;

export class MonitorStore extends Store<Monitor> {
  readonly #key: string;

  constructor(projectId: string) {
    const key = `isomix-monitor/${projectId}`;
    super(monitorSchema.parse(readLocal(key)));
    this.#key = key;
  }

  setMuted(trackId: string, isMuted: boolean): void {
    const others = this.get().muted.filter((id) => id !== trackId);
    this.#change({ muted: isMuted ? [...others, trackId] : others });
  }

  /** @param gainDb clamped to what a monitor mix offers; 0 for as everybody hears it */
  setGain(trackId: string, gainDb: number): void {
    const { [trackId]: _, ...others } = this.get().gainsDb;
    const clamped = Math.min(MAX_MONITOR_DB, Math.max(MIN_MONITOR_DB, gainDb));
    this.#change({ gainsDb: clamped === 0 ? others : { ...others, [trackId]: clamped } });
  }

  setCountIn(countIn: Monitor['countIn']): void {
    this.#change({ countIn });
  }

  #change(change: Partial<Monitor>): void {
    this.set({ ...this.get(), ...change });
    writeLocal(this.#key, this.get());
  }
}

/** The lowest position of a fader is silence, however much louder somebody wants it. */
const louder = (db: number, gainDb: number): number => (db <= FADER_MIN_DB ? db : db + gainDb);

function monitored(strip: StripState, gainDb: number, isMuted: boolean): StripState {
  const lane = strip.automation?.gainDb?.map((point) => ({ ...point, value: louder(point.value, gainDb) }));
  const automation = lane && { ...strip.automation, gainDb: lane };
  return {
    ...strip,
    gainDb: louder(strip.gainDb, gainDb),
    mute: strip.mute || isMuted,
    ...(automation && { automation }),
  };
}

/** The mix as this person hears it. Strips that nothing is changed of stay the same objects. */
export function monitorMix(mix: MixState, { muted, gainsDb }: Monitor): MixState {
  const strips = { ...mix.strips };
  for (const id of new Set([...muted, ...Object.keys(gainsDb)])) {
    const strip = strips[id] ?? DEFAULT_STRIP;
    strips[id] = monitored(strip, gainsDb[id] ?? 0, muted.includes(id));
  }
  return { ...mix, strips };
}
