// Plays a count-in at exact times of the sound device, with the sound of the metronome.
import type { CountIn } from '@/audio/tempo/click-grid';
import type { ClickSound } from '@/audio/tempo/click-sounds';
import { ClickTrack } from '@/audio/tempo/click-track';
import { dbToGain, SAMPLE_RATE } from '@/audio/units';

/** Until the last click has faded. */
const TAIL_S = 0.1;

interface Sound {
  readonly levelDb: number;
  readonly sound: ClickSound;
}

/**
 * @param at context time at which the count-in begins, in seconds; what is over by now is left out
 * @returns what silences it
 */
export function playCountIn(
  context: AudioContext,
  countIn: CountIn,
  at: number,
  { levelDb, sound }: Sound,
): () => void {
  if (countIn.clicks.length === 0) return () => undefined;
  const rate = context.sampleRate;
  const clicks = countIn.clicks.map((click) => ({ ...click, at: (click.at * rate) / SAMPLE_RATE }));
  const samples = new Float32Array(Math.ceil((countIn.length / SAMPLE_RATE + TAIL_S) * rate));
  new ClickTrack(clicks, rate, sound).read(samples, 0, samples.length);
  const buffer = context.createBuffer(1, samples.length, rate);
  buffer.copyToChannel(samples, 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(new GainNode(context, { gain: dbToGain(levelDb) })).connect(context.destination);
  const late = Math.max(0, context.currentTime - at);
  source.start(at + late, late);
  return () => source.disconnect();
}
