// The page of the recording benchmark: the studio's own recorder over a player, and how far its takes are off.
import { maximumLengthSequence } from '@/audio/recording/maximum-length-sequence';
import { WAV_HEADER_BYTES } from '@/audio/recording/wav-header';
import { StudioPlayer } from '@/components/player/page/studio-player';
import { tracksOf } from '@/components/player/testing/tracks-of';
import type { PlayerStem } from '@/components/player/types';
import { Recorder } from '@/components/session/recording/recorder';
import { MetronomeControl } from '@/components/session/transport/metronome';
import { Store } from '@/components/ui/store';
import { stemTrack, type Track } from '@/document/tracks';

const RATE = 44_100;
/** A sharp sound with one peak in its correlation. */
export const CLICK = maximumLengthSequence(9);
/** How far off a click is looked for, in samples: 100 ms. */
const REACH = 4_410;

/** How far a click is from where it belongs in a take, in samples; null where the take ends before it. */
function offsetOf(take: Float32Array, at: number): number | null {
  if (at < REACH || at + REACH + CLICK.length > take.length) return null;
  let [best, highest] = [0, 0];
  for (let lag = -REACH; lag <= REACH; lag++) {
    let sum = 0;
    for (let i = 0; i < CLICK.length; i++) sum += (CLICK[i] ?? 0) * (take[at + lag + i] ?? 0);
    if (Math.abs(sum) <= highest) continue;
    highest = Math.abs(sum);
    best = lag;
  }
  return best;
}

class RecordingBench {
  readonly tracks = new Store<readonly Track[]>([]);
  readonly player: StudioPlayer;
  readonly recorder: Recorder;

  constructor() {
    this.player = new StudioPlayer({
      scriptsUrl: '',
      fetchSegment: async (stemId, index) => (await fetch(`/${stemId}/${index}.flac`)).arrayBuffer(),
      onOutput: (node) => this.recorder.input.setOutput(node),
    });
    this.recorder = new Recorder({
      projectId: 'bench',
      userId: 'bench',
      player: this.player,
      tracks: this.tracks,
      metronome: new MetronomeControl(this.player),
      tempo: () => 1,
      target: async () => false,
      announce: () => undefined,
      reserve: () => undefined,
    });
    this.recorder.input.change({ countIn: 0, channels: '1' });
  }

  async open(stem: PlayerStem): Promise<void> {
    this.player.load(tracksOf([stem]), [stem]);
    this.tracks.set([stemTrack({ ...stem, name: stem.id, sourceId: 'bench', sampleRate: RATE })]);
    await this.recorder.arm(stem.id);
  }

  /** @returns what the browser believes and what is measured, in seconds, or why it is not */
  async calibrate(): Promise<{ believed: number; measured: number; problem: string | null }> {
    const { input } = this.recorder;
    const believed = input.latency.get()?.seconds ?? 0;
    await input.calibrate();
    return { believed, measured: input.latency.get()?.seconds ?? 0, problem: input.problem.get() };
  }

  /** Records for so long from the beginning. @returns the offsets of the clicks at `clicks`, in samples */
  async take(seconds: number, clicks: readonly number[]): Promise<number[]> {
    await this.recorder.toggle();
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    await this.recorder.toggle();
    const { uploads, problem } = this.recorder;
    const kept = uploads.pending.get().at(-1);
    if (!kept) throw new Error(problem.get() ?? 'No take was kept.');
    const bytes = await (await uploads.file(kept.note)).arrayBuffer();
    const samples = new Float32Array(bytes.slice(WAV_HEADER_BYTES));
    const { start, sourceStart } = kept.note;
    await uploads.discard(kept.note.id);
    return clicks.flatMap((click) => offsetOf(samples, sourceStart + click - start) ?? []);
  }
}

declare global {
  interface Window {
    recordingBench: RecordingBench;
  }
}

window.recordingBench = new RecordingBench();
