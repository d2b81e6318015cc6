// The player: many stems from the server's segments, one clock, one state for the pages.
import type { Samples } from '@/audio/units';
import { DEFAULT_MASTER, type MixState } from '@/document/schema';
import { EngineLink } from './engine-link';
import { type Anchor, heardPosition, nextAnchor } from './heard-position';
import { fitLoop } from './loop';
import type { PlayerReport, TransportReport } from './messages';
import { readLevels, silentLevels } from './meter-reading';
import { IDLE, playerStatus, sameState } from './player-status';
import { SegmentDecoder } from './segment-decoder';
import { stripSettings } from './strip-settings';
import { Subscribers } from './subscribers';
import { RESUME_SAMPLES } from './transport';
import type { LoopRange, MeterReading, Player, PlayerState, PlayerStem, StudioPlayerOptions } from './types';
import { sameStem, WindowLedger } from './window-ledger';

const ZERO = 0 as Samples;
const AT_START: Anchor = { position: 0, time: 0, moving: false, origin: 0, wrapped: false };

/** See `Player` for what each method promises. Works in hidden tabs: the audio thread's reports drive it. */
export class StudioPlayer implements Player {
  private stems: readonly PlayerStem[] = [];
  private mix: MixState = { strips: {}, master: DEFAULT_MASTER };
  private soloed: ReadonlySet<string> = new Set();
  private state: PlayerState = IDLE;
  private anchor = AT_START;
  /** As asked for, and as fitted to the stems that are loaded. */
  private wantedLoop: LoopRange | null = null;
  private loop: LoopRange | null = null;
  private wantsPlay = false;
  /** The audio thread has been told to play, so that a report of its rest means the end of the song. */
  private started = false;
  private held = false;
  private error: string | null = null;
  private readonly link: EngineLink;
  private readonly decoder: SegmentDecoder;
  private readonly ledger: WindowLedger;
  private readonly listeners = new Subscribers<void>();
  private readonly meters = new Subscribers<MeterReading>();

  constructor(options: StudioPlayerOptions) {
    const { fetchSegment, scriptsUrl = '/worklets', latencyHint = 'balanced' } = options;
    this.link = new EngineLink(
      {
        workletUrl: `${scriptsUrl}/player.js`,
        latencyHint,
        onReport: (report) => this.receive(report),
        onInterrupted: () => this.pause(),
        onLost: (reason) => this.lose(reason),
      },
      (node) => options.onOutput?.(node),
    );
    this.decoder = new SegmentDecoder(`${scriptsUrl}/decoder.js`);
    this.ledger = new WindowLedger({
      fetchSegment,
      decoder: this.decoder,
      onWindow: (stemId, index, window) => {
        this.link.put(stemId, index, window);
        this.refresh();
      },
      onEvict: (stemId, index) => {
        const window = this.link.evict(stemId, index);
        if (window) this.decoder.recycle(window);
      },
      onGiveUp: (stem) => this.fail(`${stem.id} could not be loaded. Check the connection and press play.`),
    });
  }

  load(stems: readonly PlayerStem[]): void {
    const same =
      stems.length === this.stems.length && stems.every((stem, at) => sameStem(stem, this.stems[at]));
    if (same) return;
    this.stems = stems;
    this.error = null;
    this.ledger.load(stems);
    this.link.load(stems);
    this.setMix(this.mix, this.soloed);
    this.setLoop(this.wantedLoop);
    if (this.anchor.position > this.length) this.seek(this.length);
    this.follow();
  }

  setMix(mix: MixState, soloed: ReadonlySet<string>): void {
    this.mix = mix;
    this.soloed = soloed;
    this.link.setMix(stripSettings(this.stems, mix, soloed), mix.master);
  }

  async play(): Promise<void> {
    if (this.stems.length === 0) return;
    this.forgive();
    this.wantsPlay = true;
    if (this.anchor.position >= this.length) this.seek(this.loop?.start ?? ZERO);
    this.follow();
    try {
      await this.link.open();
    } catch (reason) {
      this.wantsPlay = false;
      this.refresh();
      throw reason;
    }
    // Whoever pressed pause while the device was opening meant it.
    if (!this.wantsPlay) return;
    this.started = true;
    this.link.move({ type: 'play' });
  }

  pause(): void {
    if (!this.wantsPlay) return;
    this.rest(this.getPlayhead());
    this.link.move({ type: 'pause' });
    this.refresh();
  }

  seek(position: Samples): void {
    const target = Math.round(Math.min(Math.max(0, position), this.length));
    this.anchor = { ...AT_START, position: target, origin: target };
    this.forgive();
    this.link.move({ type: 'seek', position: target });
    this.follow();
  }

  setLoop(range: LoopRange | null): void {
    this.wantedLoop = range;
    this.loop = range && fitLoop(range, this.length);
    this.link.move({ type: 'loop', loop: this.loop });
    this.follow();
  }

  getState(): PlayerState {
    return this.state;
  }

  getPlayhead(): Samples {
    return heardPosition(this.anchor, this.link.now, this.link.latency, this.loop, this.length);
  }

  subscribe(listener: () => void): () => void {
    return this.listeners.add(listener);
  }

  subscribeMeters(listener: (reading: MeterReading) => void): () => void {
    return this.meters.add(listener);
  }

  dispose(): void {
    this.wantsPlay = false;
    this.ledger.dispose();
    this.decoder.dispose();
    this.listeners.clear();
    this.meters.clear();
    void this.link.close();
  }

  private get length(): Samples {
    return Math.max(0, ...this.stems.map((stem) => stem.lengthSamples)) as Samples;
  }

  private receive(report: PlayerReport): void {
    if (report.type === 'freed') this.decoder.recycle(report);
    else this.receiveTransport(report);
  }

  private receiveTransport(report: TransportReport): void {
    const stemIds = this.stems.map((stem) => stem.id);
    const sounding = report.status === 'playing';
    this.meters.tell(sounding ? readLevels(report.levels, stemIds) : silentLevels(stemIds));
    if (report.sequence !== this.link.sequence) return;
    this.anchor = nextAnchor(this.anchor, report);
    this.held = report.status === 'holding';
    if (report.status === 'paused' && this.started) this.rest(report.position);
    this.follow();
    this.pauseIfStuck();
  }

  private follow(): void {
    this.ledger.follow(this.anchor.position, this.loop, this.length);
    this.refresh();
  }

  private forgive(): void {
    this.error = null;
    this.ledger.forgive();
  }

  private fail(sentence: string): void {
    this.error = sentence;
    this.pauseIfStuck();
    this.refresh();
  }

  private pauseIfStuck(): void {
    if (this.error !== null && !this.anchor.moving) this.pause();
  }

  private lose(reason: string): void {
    const position = this.getPlayhead();
    void this.link.close();
    this.ledger.forgetAll();
    this.rest(position);
    this.link.move({ type: 'seek', position });
    this.error = reason;
    this.follow();
  }

  private rest(position: number): void {
    this.wantsPlay = false;
    this.started = false;
    this.held = false;
    this.anchor = { ...this.anchor, position, moving: false };
  }

  private refresh(): void {
    const { anchor, loop, length, ledger } = this;
    const status = playerStatus({
      hasStems: this.stems.length > 0,
      sounding: anchor.moving,
      wantsPlay: this.wantsPlay,
      failed: this.error !== null,
      ready: !this.held && ledger.holds(anchor.position, RESUME_SAMPLES, loop, length),
    });
    const error = status === 'error' ? this.error : null;
    const state = { status, position: this.getPlayhead(), length, loop, error };
    if (sameState(state, this.state)) return;
    this.state = state;
    this.listeners.tell();
  }
}
