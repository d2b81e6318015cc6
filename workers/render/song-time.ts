// The beats that an export counts by: those that were found, as people corrected them.
import { beatGridOf } from '@/audio/tempo/beat-grid';
import type { SongTiming } from '@/contract/song-timing';
import type { RenderMixInput } from '@/platform/jobs/render-mix';

/** What is known of the time of the song, in samples of the timeline before the mix changes its tempo. */
export function songTimeOf({
  mix,
  timing,
  lengthSamples: length,
  sampleRate: rate,
}: RenderMixInput): SongTiming {
  return { bpm: mix.bpm, ...beatGridOf(timing, mix, { length, rate }) };
}
