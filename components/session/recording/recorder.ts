// Recording on a track: arm, count in, record in time with what plays, and hand the take over.
import { SAMPLE_RATE, type Samples, samplesToSeconds } from '@/audio/units';
import { runsIntoLoop } from '@/contract/loop-positions';
import { newClipId } from '@/document/clip-edits';
import type { Track } from '@/document/tracks';
import { errorMessage } from '../../api/problem';
import type { LoopRange, Player } from '../../player/types';
import type { TakeNote } from '../../recorder/messages';
import { TakeStore } from '../../recorder/page/take-store';
import { type Readable, Store } from '../../ui/store';
import type { MetronomeControl } from '../transport/metronome';
import { playCountIn } from './count-in';
import { RecordingInput } from './recording-input';
import { roomFor } from './room';
import { RunningTake } from './running-take';
import type { ClipTarget } from './take-target';
import { TakeUploads } from './take-uploads';

/** What is repeated faster than this gives no takes that anybody could compare. */
const MIN_LOOP = 2 * SAMPLE_RATE;

/** Until the first click or the first sample of playback. */
const LEAD_S = 0.15;

const LOOP_CHANGED = 'The loop was changed, so the take ends where it was.';

/** Whether playback would now go on otherwise than a take was begun. */
const hasOtherLoop = ({ loop }: TakeNote, now: LoopRange | null): boolean =>
  loop !== undefined && (now?.start !== loop.start || now.end !== loop.end);

export interface RecordingState {
  /** ending: the last samples are being kept. */
  readonly phase: 'starting' | 'counting' | 'recording' | 'ending';
  readonly trackId: string;
  /** Where on the timeline the take begins, in samples. */
  readonly start: number;
  /** Where it ends at the latest. */
  readonly end: number;
}

export interface RecorderParts {
  readonly projectId: string;
  readonly userId: string;
  readonly player: Player;
  readonly tracks: Readable<readonly Track[]>;
  readonly metronome: MetronomeControl;
  /** How fast everything plays, 1 as recorded. */
  readonly tempo: () => number;
  readonly target: ClipTarget;
  /** Notifies the other users. */
  readonly announce: (recording: { readonly trackId: string; readonly start: number } | null) => void;
  /** Makes room on the lanes up to a position; 0 for none. */
  readonly reserve: (position: number) => void;
}

export class Recorder {
  readonly input: RecordingInput;
  readonly uploads: TakeUploads;
  /** The track that is recorded next. */
  readonly armed = new Store<string | null>(null);
  /** Null while nothing is recorded. */
  readonly state = new Store<RecordingState | null>(null);
  readonly problem = new Store<string | null>(null);
  /** Whether a take replaces what lies between the ends of the loop, which is then not repeated. */
  readonly isPunching = new Store(false);
  readonly #parts: RecorderParts;
  readonly #store: TakeStore;
  #take: RunningTake | null = null;
  /** What was repeated before a take is punched into it. */
  #loop: LoopRange | null = null;
  #silenceClicks = (): void => undefined;
  readonly #stops: readonly (() => void)[];

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.input = new RecordingInput(parts.player);
    this.#store = new TakeStore((_id, message) => void this.#stop(message));
    this.uploads = new TakeUploads(parts, this.#store, parts.target);
    this.#stops = [
      parts.player.subscribe(() => this.#follow()),
      this.armed.subscribe(() => this.input.setTrack(this.armed.get())),
    ];
    void this.uploads.load();
  }

  /** Whether a count-in can be in bars. */
  get hasTempo(): boolean {
    return this.#parts.metronome.grid.get() !== null;
  }

  /** Arms a track for the next recording, or disarms it. The input is open, and its level seen, while one is armed. */
  async arm(trackId: string): Promise<void> {
    if (this.state.get() !== null) return;
    const before = this.armed.get();
    this.problem.set(null);
    this.armed.set(before === trackId ? null : trackId);
    if (before !== null && this.armed.get() === null) this.input.release();
    if (before !== null || this.armed.get() === null) return;
    await this.input.acquire().catch((failure: unknown) => {
      this.armed.set(null);
      this.problem.set(errorMessage(failure));
    });
  }

  /** Begins to record on the armed track, or ends the take; call it from a user's gesture. */
  async toggle(): Promise<void> {
    if (this.state.get() !== null) return this.#stop(null);
    this.problem.set(null);
    const { tracks, tempo } = this.#parts;
    const track = tracks.get().find(({ id }) => id === this.armed.get());
    if (!track)
      return this.problem.set('Choose the track to record on first: press the round button on its strip.');
    if (tempo() !== 1) return this.problem.set('Set the tempo back to 100 % to record.');
    const refusal = this.#refusalOfLoop();
    if (refusal) return this.problem.set(refusal);
    const start = this.#parts.player.getPlayhead();
    this.state.set({ phase: 'starting', trackId: track.id, start, end: Number.POSITIVE_INFINITY });
    try {
      await this.#start(track);
    } catch (failure) {
      await this.#stop(errorMessage(failure));
    }
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#silenceClicks();
    this.uploads.destroy();
    this.input.destroy();
    this.#store.dispose();
  }

  async #start(track: Track): Promise<void> {
    const { player, announce, reserve } = this.#parts;
    const capture = await this.input.acquire();
    const isPlaying = player.getState().status === 'playing';
    const from = isPlaying ? 0 : player.getPlayhead();
    const roundTrip = this.input.latency.get()?.seconds ?? 0;
    const note = this.#newNote(track, capture.context.sampleRate, from);
    const plan = { note, from: Math.max(from, note.punch?.start ?? 0), roundTrip };
    this.#loop = player.getState().loop;
    if (note.punch) player.setLoop(null);
    player.setOpenEnded(true);
    reserve(roomFor(player.getPlayhead()));
    this.#take = await RunningTake.begin(capture, plan, this.#store);
    announce({ trackId: track.id, start: samplesToSeconds(player.getPlayhead()) });
    if (isPlaying) return this.#follow();
    this.state.set({ phase: 'counting', trackId: track.id, start: from, end: Number.POSITIVE_INFINITY });
    await player.play(this.#countIn(capture.context, from));
  }

  /** The loop, if playback will come to its end from where it is. */
  #loopAhead(): LoopRange | null {
    const { player } = this.#parts;
    const { loop } = player.getState();
    return runsIntoLoop(player.getPlayhead(), loop) ? loop : null;
  }

  #refusalOfLoop(): string | null {
    const loop = this.#loopAhead();
    if (this.isPunching.get()) {
      const isSet = this.#parts.player.getState().loop !== null;
      return loop || !isSet
        ? null
        : 'Put the playhead before the end of the loop to punch in, or switch Punch off.';
    }
    return loop && loop.end - loop.start < MIN_LOOP
      ? 'Make the loop at least two seconds long to record into it, or switch it off.'
      : null;
  }

  /** What becomes of the loop: each round through it is a take, or one take replaces what lies in it. */
  #roleOfLoop(): Pick<TakeNote, 'loop' | 'punch'> {
    const loop = this.#loopAhead();
    if (!loop) return {};
    return this.isPunching.get() ? { punch: loop } : { loop };
  }

  /** Counts in. @returns the context time at which playback begins */
  #countIn(context: AudioContext, from: number): number {
    const { metronome } = this.#parts;
    const first = context.currentTime + LEAD_S;
    const counted = metronome.countIn(from, this.input.settings.get().countIn);
    this.#silenceClicks = playCountIn(context, counted, first, metronome.settings.get());
    return first + counted.length / SAMPLE_RATE;
  }

  #newNote(track: Track, rate: number, start: number): TakeNote {
    const { projectId, userId } = this.#parts;
    const channels = this.input.settings.get().channels === '1+2' ? 2 : 1;
    const name = `${track.name}, take`;
    const basics = { id: newClipId(), projectId, userId, trackId: track.id, name, startedAt: Date.now() };
    return { ...basics, rate, channels, start, sourceStart: 0, length: null, ...this.#roleOfLoop() };
  }

  #follow(): void {
    const take = this.#take;
    const state = this.state.get();
    if (!take || !state || state.phase === 'ending') return;
    const { player, reserve } = this.#parts;
    const { status, error, loop } = player.getState();
    const reason = hasOtherLoop(take.note, loop) ? LOOP_CHANGED : take.follow(player.getClock());
    if (take.isPlaced && state.phase !== 'recording') {
      const end = take.note.punch?.end ?? state.end;
      this.state.set({ ...state, phase: 'recording', start: take.note.start, end });
    }
    reserve(roomFor(player.getPlayhead()));
    if (reason !== null) void this.#stop(reason, null);
    else if (take.isOver) void this.#stop(null);
    else if (status === 'paused' || status === 'error') void this.#stop(error);
  }

  /** @param end where on the timeline the take ends, in samples; null for as far as its playback was seen */
  async #stop(problem: string | null, end: number | null = this.#parts.player.getPlayhead()): Promise<void> {
    const state = this.state.get();
    if (!state || state.phase === 'ending') return;
    const { player, announce, reserve } = this.#parts;
    const take = this.#take;
    this.state.set({ ...state, phase: 'ending' });
    if (problem !== null) this.problem.set(problem);
    this.#silenceClicks();
    player.pause();
    try {
      const kept = await take?.end(end);
      if (kept) this.uploads.add(kept);
      else if (take?.note.punch) this.problem.set('Nothing was kept: the take ended before the loop began.');
    } catch (failure) {
      this.problem.set(errorMessage(failure));
    }
    this.#take = null;
    player.setOpenEnded(false);
    if (take?.note.punch) player.setLoop(this.#loop);
    player.seek(state.start as Samples);
    reserve(0);
    announce(null);
    this.input.release();
    this.state.set(null);
  }
}
