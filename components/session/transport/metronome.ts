// The metronome of one studio page: whether, how loud and how it clicks is up to this person; the beats are the song's.
import { z } from 'zod';
import { beatsPerMinute } from '@/audio/tempo/beat-grid';
import {
  type ClickGrid,
  type CountIn,
  clickGridOf,
  countInBefore,
  countInSeconds,
} from '@/audio/tempo/click-grid';
import { CLICK_SOUNDS } from '@/audio/tempo/click-sounds';
import { dbToGain, SAMPLE_RATE } from '@/audio/units';
import { isTempoKnown } from '@/contract/mix-controls';
import type { SongTiming } from '@/contract/song-timing';
import type { Player } from '../../player/types';
import { Store } from '../../ui/store';
import { readLocal, writeLocal } from '../local-settings';

const KEY = 'isomix-metronome';

/** How many bars can be counted in; seconds where no tempo is known. */
export const COUNT_INS = [0, 1, 2] as const;

const settingsSchema = z.object({
  isOn: z.boolean().catch(false),
  levelDb: z.number().min(-40).max(0).catch(-12),
  sound: z.enum(CLICK_SOUNDS).catch('beep'),
});
export type MetronomeSettings = z.infer<typeof settingsSchema>;

export class MetronomeControl {
  readonly settings = new Store<MetronomeSettings>(settingsSchema.parse(readLocal(KEY)));
  /** Where it clicks; null where neither beats nor a BPM are known. */
  readonly grid = new Store<ClickGrid | null>(null);
  readonly #player: Pick<Player, 'setMetronome'>;
  #timing: SongTiming = { bpm: 0, beats: [], downbeats: [] };

  constructor(player: Pick<Player, 'setMetronome'>) {
    this.#player = player;
  }

  /** Where no tempo is known there is nothing to switch. */
  toggle(): void {
    if (this.grid.get()) this.change({ isOn: !this.settings.get().isOn });
  }

  change(change: Partial<MetronomeSettings>): void {
    this.settings.set({ ...this.settings.get(), ...change });
    writeLocal(KEY, this.settings.get());
    this.#apply();
  }

  /** Takes the tempo and the beats of the song each time that they may have changed. */
  setTiming({ bpm, beats, downbeats }: SongTiming): void {
    const before = this.#timing;
    if (before.bpm === bpm && before.beats === beats && before.downbeats === downbeats) return;
    this.#timing = { bpm, beats, downbeats };
    // Beats without bars still say how fast it goes.
    const known = isTempoKnown(bpm) ? bpm : (beatsPerMinute(beats, SAMPLE_RATE) ?? 0);
    this.grid.set(clickGridOf({ bpm: known, beats, downbeats }, SAMPLE_RATE));
    this.#apply();
  }

  /** @param count bars before a position of the timeline; seconds where no tempo is known */
  countIn(position: number, count: number): CountIn {
    const grid = this.grid.get();
    return grid ? countInBefore(grid, position, count) : countInSeconds(count, SAMPLE_RATE);
  }

  #apply(): void {
    const { isOn, levelDb, sound } = this.settings.get();
    const grid = this.grid.get();
    this.#player.setMetronome(isOn && grid ? { grid, gain: dbToGain(levelDb), sound } : null);
  }
}
