// How this person records on this computer: the input, and what is heard of it; kept by the browser.
import { z } from 'zod';
import { INPUT_CHANNELS, MONITORS } from '../../recorder/messages';
import { Store } from '../../ui/store';
import { readLocal, writeLocal } from '../local-settings';
import { COUNT_INS } from '../transport/metronome';

const KEY = 'isomix-recording';
const ROUND_TRIPS_KEY = 'isomix-round-trips';

const settingsSchema = z.object({
  /** Null for the input that the system prefers */
  deviceId: z.string().nullable().catch(null),
  channels: z.enum(INPUT_CHANNELS).catch('1'),
  /** What is heard of the input */
  monitor: z.enum(MONITORS).catch('off'),
  /** Whether the person has read that loudspeakers and a microphone howl */
  isWarned: z.boolean().catch(false),
  /** Bars before the recording; seconds where no tempo is known */
  countIn: z.union(COUNT_INS.map((count) => z.literal(count))).catch(1),
});
export type RecordingSettings = z.infer<typeof settingsSchema>;

const roundTripsSchema = z.record(z.string(), z.number().min(0).max(2)).catch({});

export class SettingsStore extends Store<RecordingSettings> {
  constructor() {
    super(settingsSchema.parse(readLocal(KEY)));
  }

  change(change: Partial<RecordingSettings>): void {
    this.set({ ...this.get(), ...change });
    writeLocal(KEY, this.get());
  }
}

/** The measured round trips of this browser, in seconds: one for each pair of output and input. */
export class RoundTrips {
  #known: Readonly<Record<string, number>> = roundTripsSchema.parse(readLocal(ROUND_TRIPS_KEY));

  /** Null where nothing was measured or typed. */
  get(pair: string): number | null {
    return this.#known[pair] ?? null;
  }

  /** @param seconds null forgets what was measured */
  set(pair: string, seconds: number | null): void {
    const { [pair]: _, ...others } = this.#known;
    this.#known = seconds === null ? others : { ...others, [pair]: seconds };
    writeLocal(ROUND_TRIPS_KEY, this.#known);
  }
}
