// The gains of a strip's two channels: fader, balance, mute and solo by hand, or along automation lanes.
import { type AutomationSettings, fillLane, isSameLane, type Lane } from './automation';
import { faderGain, type StripSettings } from './graph';
import { panGains } from './pan-law';
import { StereoRamp } from './stereo-ramp';

const NO_LANE: Lane = [];

/**
 * Gains set manually glide as StereoRamp does. On a lane the gain of a sample is a function of its position
 * alone; only when a lane starts, changes or ends does a ramp lead from the last gain to the new one. `fill`
 * and `advance` never allocate.
 */
export class StripFader {
  /** The gains, as long as `isManual`. */
  readonly ramp: StereoRamp;
  readonly #from = { left: 1, right: 1 };
  readonly #scratch = { left: 1, right: 1 };
  readonly #now = [new Float64Array(1), new Float64Array(1)] as const;
  readonly #pans: Float64Array;
  #gainLane = NO_LANE;
  #panLane = NO_LANE;
  #settings: StripSettings | null = null;
  #onLane = false;
  /** Samples until the gain is on its lane. */
  #joining = 0;
  readonly #rampSamples: number;

  constructor(rampSamples: number, blockSize: number) {
    this.#rampSamples = rampSamples;
    this.ramp = new StereoRamp(rampSamples);
    this.#pans = new Float64Array(blockSize);
  }

  /** True when every coming sample is silent. */
  get isSilent(): boolean {
    return !this.#onLane && this.ramp.silent;
  }

  /** False while the gains follow automation. */
  get isManual(): boolean {
    return !this.#onLane;
  }

  /** True when the gains are the ramp's targets and stay there. */
  get isSettled(): boolean {
    return !this.#onLane && this.ramp.remaining === 0;
  }

  /**
   * Takes new settings.
   * @param isAudible false for a strip that is muted, or not on solo while another one is
   * @param position where the next sample lies on the timeline
   * @param glide false takes them at once
   */
  set(settings: StripSettings, isAudible: boolean, position: number, glide: boolean): void {
    const { gainDb: gainLane = NO_LANE, pan: panLane = NO_LANE }: AutomationSettings =
      settings.automation ?? {};
    const follows = isAudible && (gainLane.length > 0 || panLane.length > 0);
    if (glide && follows && this.#onLane && this.#hasSameLanes(settings, gainLane, panLane)) return;
    if (glide && (follows || this.#onLane)) this.#freeze(position);
    this.#settings = settings;
    this.#gainLane = gainLane;
    this.#panLane = panLane;
    this.#onLane = follows;
    if (follows) this.#joining = glide ? this.#rampSamples : 0;
    else this.#setManually(isAudible, glide);
  }

  /** Writes the gains of the next `frames` samples, the first of which lies at `position`. */
  fill(position: number, frames: number, left: Float64Array, right: Float64Array): void {
    if (this.#onLane) this.#fillFromLanes(position, frames, left, right);
    else this.ramp.fill(frames, left, right);
  }

  /** Lets `frames` samples pass. */
  advance(frames: number): void {
    this.ramp.advance(frames);
    this.#joining = Math.max(0, this.#joining - frames);
  }

  #hasSameLanes(settings: StripSettings, gainLane: Lane, panLane: Lane): boolean {
    const { gainDb, pan, invert } = this.#settings ?? settings;
    const isSameManually = gainDb === settings.gainDb && pan === settings.pan && invert === settings.invert;
    return isSameManually && isSameLane(gainLane, this.#gainLane) && isSameLane(panLane, this.#panLane);
  }

  /** Remembers the gain of the next sample, as what the new one is reached from. */
  #freeze(position: number): void {
    const [left, right] = this.#now;
    this.fill(position, 1, left, right);
    this.#from.left = left[0]!;
    this.#from.right = right[0]!;
    this.ramp.jumpTo(left[0]!, right[0]!);
  }

  #setManually(isAudible: boolean, glide: boolean): void {
    const { gainDb, pan, invert } = this.#settings!;
    const { left, right } = panGains(pan, this.#scratch);
    const fader = isAudible ? faderGain(gainDb) * (invert ? -1 : 1) : 0;
    if (glide) this.ramp.glideTo(fader * left, fader * right);
    else this.ramp.jumpTo(fader * left, fader * right);
  }

  #fillFromLanes(position: number, frames: number, left: Float64Array, right: Float64Array): void {
    const gainLane = this.#gainLane;
    const panLane = this.#panLane;
    const pans = this.#pans;
    const scratch = this.#scratch;
    const from = this.#from;
    const { gainDb, pan, invert } = this.#settings!;
    if (gainLane.length > 0) fillLane(gainLane, position, frames, left);
    else left.fill(gainDb, 0, frames);
    if (panLane.length > 0) fillLane(panLane, position, frames, pans);
    else pans.fill(pan, 0, frames);
    const sign = invert ? -1 : 1;
    let lastDb = Number.NaN;
    let lastPan = Number.NaN;
    let fader = 0;
    for (let i = 0; i < frames; i++) {
      const db = left[i]!;
      const place = pans[i]!;
      if (db !== lastDb) fader = faderGain(db) * sign;
      if (place !== lastPan) panGains(place, scratch);
      lastDb = db;
      lastPan = place;
      const toGo = i < this.#joining ? (this.#joining - i) / this.#rampSamples : 0;
      const gainLeft = fader * scratch.left;
      const gainRight = fader * scratch.right;
      left[i] = gainLeft - (gainLeft - from.left) * toGo;
      right[i] = gainRight - (gainRight - from.right) * toGo;
    }
  }
}
