// The player: many tracks from the server's segments, one clock, one state for the pages.
import type { Samples } from '@/audio/units';
import type { MixState } from '@/document/schema';
import { RESUME_SAMPLES } from '../audio-thread/transport';
import type { TransportReport } from '../messages';
import type {
  LoopRange,
  MeterReading,
  Metronome,
  OutputTime,
  Player,
  PlayerState,
  PlayerStem,
  PlayerTrack,
  RenderClock,
  StudioPlayerOptions,
} from '../types';
import { makeAudioPath } from './audio-path';
import type { EngineLink } from './engine-link';
import { PlayerMeters } from './player-meters';
import { playerStatus } from './player-status';
import { Playhead } from './playhead';
import type { SegmentCache } from './segment-cache';
import { SongMix } from './song-mix';
import { StateStore } from './state-store';

/** See `Player` for what each method promises. Works in hidden tabs: the audio thread's reports drive it. */
export class StudioPlayer implements Player {
  readonly #song = new SongMix();
  #wantsPlay = false;
  /** The audio thread has been asked to play, so that its report of a stop means the end of the song. */
  #started = false;
  /** Context time before which a report that nothing plays says nothing. */
  #startsAt = 0;
  #isPaused = false;
  #error: string | null = null;
  readonly #link: EngineLink;
  readonly #cache: SegmentCache;
  readonly #playhead: Playhead;
  readonly #state = new StateStore();
  readonly #meters: PlayerMeters;

  constructor(options: StudioPlayerOptions) {
    const { link, cache } = makeAudioPath(options, {
      onTransport: (report) => this.#receive(report),
      onArrival: () => this.#refresh(),
      onError: (message) => this.#fail(message),
      // While nobody listens nothing is missed: play tries again.
      onMissing: (message) => (this.#wantsPlay || this.#playhead.moving) && this.#fail(message),
      onInterrupted: () => this.pause(),
      onLost: (reason) => this.#lose(reason),
    });
    this.#link = link;
    this.#cache = cache;
    this.#playhead = new Playhead(link);
    this.#meters = new PlayerMeters(link);
  }

  load(tracks: readonly PlayerTrack[], stems: readonly PlayerStem[]): void {
    const song = this.#song;
    const link = this.#link;
    if (!song.setTracks(tracks, stems)) return;
    this.#error = null;
    this.#cache.load(stems);
    link.load(song);
    link.setMix(song.graph, song.speed);
    this.#meters.begin(this.#song.trackIds);
    this.#arrange();
  }

  setAvailable(samples: number): void {
    this.#cache.setAvailable(samples);
    this.#follow();
  }

  setMix(mix: MixState, soloed: ReadonlySet<string>): void {
    const song = this.#song;
    const link = this.#link;
    const hasNewClips = song.setMix(mix, soloed);
    link.setMix(song.graph, song.speed);
    if (hasNewClips) this.#arrange();
  }

  async open(): Promise<void> {
    await this.#link.open();
  }

  setOpenEnded(isOpenEnded: boolean): void {
    this.#playhead.isOpenEnded = isOpenEnded;
    this.#link.setOpenEnded(isOpenEnded);
    this.#refresh();
  }

  setMetronome(metronome: Metronome | null): void {
    this.#link.setMetronome(metronome);
  }

  setLiveTrack(trackId: string | null): void {
    this.#link.setLiveTrack(trackId);
  }

  async play(at = 0): Promise<void> {
    if (this.#song.tracks.length === 0) return;
    this.#resetBackoff();
    this.#wantsPlay = true;
    const { position, length, loop, isOpenEnded } = this.#playhead;
    if (position >= length && !isOpenEnded) this.seek(loop?.start ?? (0 as Samples));
    if (this.#playhead.position === 0) this.#meters.begin(this.#song.trackIds);
    this.#follow();
    try {
      await this.#link.open();
    } catch (reason) {
      this.#wantsPlay = false;
      this.#refresh();
      throw reason;
    }
    // Whoever pressed pause while the device was opening meant it.
    if (!this.#wantsPlay) return;
    this.#started = true;
    this.#startsAt = at;
    this.#link.move({ type: 'play', at });
  }

  pause(): void {
    if (!this.#wantsPlay) return;
    this.#settle(this.getPlayhead());
    this.#link.move({ type: 'pause' });
    this.#refresh();
  }

  seek(position: Samples): void {
    this.#playhead.place(position);
    this.#resetBackoff();
    this.#link.move({ type: 'seek', position: this.#playhead.position });
    this.#follow();
  }

  shift(by: number): void {
    this.#link.move({ type: 'shift', by: Math.round(by) });
  }

  setLoop(range: LoopRange | null): void {
    this.#playhead.setLoop(range);
    this.#link.move({ type: 'loop', loop: this.#playhead.loop });
    this.#follow();
  }

  getState(): PlayerState {
    return this.#state.get();
  }

  getClock(): RenderClock {
    return this.#playhead.clock;
  }

  getOutputTime(): OutputTime | null {
    return this.#link.outputTime;
  }

  getPlayhead(): Samples {
    return this.#playhead.audible;
  }

  subscribe(listener: () => void): () => void {
    return this.#state.add(listener);
  }

  readMeters(): MeterReading {
    return this.#meters.reading;
  }

  resetMeters(): void {
    this.#meters.begin(this.#song.trackIds);
  }

  subscribeMeters(listener: (reading: MeterReading) => void): () => void {
    return this.#meters.add(listener);
  }

  dispose(): void {
    this.#wantsPlay = false;
    this.#cache.dispose();
    this.#state.clear();
    this.#meters.clear();
    void this.#link.close();
  }

  /** Follows where the tracks' clips lie: how long the song is and what to fetch. */
  #arrange(): void {
    const cache = this.#cache;
    const playhead = this.#playhead;
    const song = this.#song;
    cache.arrange(song.arranged);
    playhead.setLength(song.length);
    this.#link.move({ type: 'loop', loop: playhead.loop });
    if (playhead.position > playhead.length && !playhead.isOpenEnded) this.seek(playhead.length);
    this.#follow();
  }

  #receive(report: TransportReport): void {
    this.#meters.follow(report);
    if (report.sequence !== this.#link.sequence) return;
    this.#playhead.follow(report);
    this.#isPaused = report.status === 'holding';
    if (report.status === 'paused' && this.#started && report.time >= this.#startsAt)
      this.#settle(report.position);
    this.#follow();
    this.#pauseIfStuck();
  }

  #follow(): void {
    const { position, loop, length } = this.#playhead;
    this.#cache.follow(position, loop, length);
    this.#refresh();
  }

  #resetBackoff(): void {
    this.#error = null;
    this.#cache.resetBackoff();
  }

  #fail(message: string): void {
    this.#error = message;
    this.#pauseIfStuck();
    this.#refresh();
  }

  #pauseIfStuck(): void {
    if (this.#error !== null && !this.#playhead.moving) this.pause();
  }

  #lose(reason: string): void {
    const position = this.getPlayhead();
    void this.#link.close();
    this.#cache.clear();
    this.#settle(position);
    this.#link.move({ type: 'seek', position });
    this.#error = reason;
    this.#follow();
  }

  #settle(position: number): void {
    this.#wantsPlay = false;
    this.#started = false;
    this.#isPaused = false;
    this.#playhead.settle(position);
  }

  #refresh(): void {
    const { position, moving, audible, loop, length } = this.#playhead;
    const status = playerStatus({
      hasTracks: this.#song.tracks.length > 0,
      sounding: moving,
      wantsPlay: this.#wantsPlay,
      failed: this.#error !== null,
      ready: !this.#isPaused && this.#cache.covers(position, RESUME_SAMPLES, loop, length),
    });
    this.#state.set({
      status,
      position: audible,
      length,
      loop,
      error: status === 'error' ? this.#error : null,
    });
  }
}
