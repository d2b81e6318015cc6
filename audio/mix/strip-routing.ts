// The strips of a mix on their way to its sum: straight, or through the strips of groups, in time with each other.
import { Glide } from '../space/glide';
import { StereoDelay } from '../space/stereo-delay';
import type { ChannelStrip, StemBlock } from './channel-strip';
import type { StripSettings } from './graph';
import type { MeterBank } from './meter-bank';
import { GroupBus, type MixBus, StereoBuffer } from './mix-bus';

/** @throws RangeError unless every strip goes into the sum or into one that goes into the sum */
function checkGroups(settings: readonly StripSettings[]): void {
  for (const { into } of settings) {
    if (into === undefined) continue;
    const group = settings[into];
    if (!group || group.into !== undefined)
      throw new RangeError('A strip goes into the sum, or into a group that goes into the sum.');
  }
}

/** Adds a strip to where it comes from and to where it goes. */
function addMoving(
  moving: StereoBuffer,
  from: StereoBuffer,
  into: StereoBuffer,
  share: Glide,
  frames: number,
): void {
  for (let i = 0; i < frames; i++) {
    const gain = share.ahead(i);
    const left = moving.left[i]!;
    const right = moving.right[i]!;
    from.left[i]! += left * (1 - gain);
    from.right[i]! += right * (1 - gain);
    into.left[i]! += left * gain;
    into.right[i]! += right * gain;
  }
}

/**
 * Tracks are mixed first, all delayed to match the latest of them. What of them goes into the sum or is sent waits for the
 * latest group; without groups that are late nothing waits. `process` allocates nothing.
 */
export class StripRouting {
  readonly #strips: readonly ChannelStrip[];
  /** Of each strip that is a group, what goes into it. */
  readonly #groups: (GroupBus | null)[];
  /** Where each strip goes: a group, or null for the sum. */
  readonly #into: (GroupBus | null)[];
  /** Where it went before, and how much of it goes where it goes now: a change of group is cross-faded. */
  readonly #from: (GroupBus | null)[];
  readonly #shares: readonly Glide[];
  readonly #moving = new StereoBuffer();
  /** How long what does not go through groups waits for them. */
  readonly #sumWait: StereoDelay;
  readonly #reverbWait: StereoDelay;
  readonly #delayWait: StereoDelay;
  #trackLatency = 0;
  #groupLatency = 0;
  #hasGroups = false;

  /** @param longestLatency the most that a strip may be late, in samples */
  constructor(strips: readonly ChannelStrip[], rampSamples: number, longestLatency: number) {
    this.#strips = strips;
    this.#groups = strips.map(() => null);
    this.#into = strips.map(() => null);
    this.#from = strips.map(() => null);
    this.#shares = strips.map(() => new Glide(rampSamples, 1));
    this.#sumWait = new StereoDelay(longestLatency, rampSamples);
    this.#reverbWait = new StereoDelay(longestLatency, rampSamples);
    this.#delayWait = new StereoDelay(longestLatency, rampSamples);
  }

  get #waits(): readonly StereoDelay[] {
    return [this.#sumWait, this.#reverbWait, this.#delayWait];
  }

  /** How late the sum of all strips is, in samples. */
  get latency(): number {
    return this.#trackLatency + this.#groupLatency;
  }

  /**
   * Takes the settings of all strips; `update` follows.
   * @param glide false takes them at once
   * @throws RangeError when a group is in a group, or not there
   */
  set(settings: readonly StripSettings[], glide: boolean): void {
    checkGroups(settings);
    for (const [index, each] of settings.entries()) this.#strips[index]!.set(each, glide);
    for (const [index, { into }] of settings.entries())
      this.#lead(index, into === undefined ? null : this.#groupAt(into), glide);
  }

  /** Updates for every strip whether it is audible and by how much it must be delayed to match the others. */
  update(position: number, glide: boolean): void {
    const strips = this.#strips;
    const anySolo = strips.some(({ settings }) => settings.solo);
    const longest = (isGroup: boolean) =>
      Math.max(
        0,
        ...strips.map(({ latency }, index) => ((this.#groups[index] !== null) === isGroup ? latency : 0)),
      );
    this.#trackLatency = longest(false);
    this.#groupLatency = longest(true);
    for (const wait of this.#waits) wait.setDelay(this.#groupLatency, glide);
    for (const [index, strip] of strips.entries()) {
      const { mute, solo } = strip.settings;
      const isGroup = this.#groups[index] !== null;
      // A strip's automation lies where its audio is when it arrives at the fader.
      const at = position - (isGroup ? this.latency : this.#trackLatency);
      strip.setFader(!mute && (solo === true || !anySolo), at, glide);
      strip.setAlignment((isGroup ? this.#groupLatency : this.#trackLatency) - strip.latency, glide);
    }
  }

  /** Clears the audio state, and applies all settings at once. */
  reset(): void {
    for (const strip of this.#strips) {
      strip.reset();
      strip.set(strip.settings, false);
    }
    for (const share of this.#shares) share.set(1, false);
    for (const wait of this.#waits) wait.reset();
  }

  /** True when something reaches the reverb in the next chunk. */
  get feedsReverb(): boolean {
    for (const strip of this.#strips) if (strip.feedsReverb) return true;
    return !this.#reverbWait.isDirect && !this.#reverbWait.isSilent;
  }

  get feedsDelay(): boolean {
    for (const strip of this.#strips) if (strip.feedsDelay) return true;
    return !this.#delayWait.isDirect && !this.#delayWait.isSilent;
  }

  /**
   * Adds a chunk of all strips to the bus.
   * @param offset where the chunk begins in `inputs`
   * @param position where it lies on the timeline
   * @param meters null skips metering
   */
  process(
    inputs: readonly (StemBlock | undefined)[],
    offset: number,
    frames: number,
    position: number,
    bus: MixBus,
    meters: MeterBank | null,
  ): void {
    const strips = this.#strips;
    const at = position - this.#trackLatency;
    if (!this.#hasGroups) {
      for (let index = 0; index < strips.length; index++)
        strips[index]!.process(inputs[index], offset, frames, at, bus, bus.sum, meters);
      return;
    }
    for (let index = 0; index < strips.length; index++) this.#groups[index]?.begin(frames);
    for (let index = 0; index < strips.length; index++) {
      if (this.#groups[index] === null)
        this.#processTrack(index, inputs[index], offset, frames, at, bus, meters);
    }
    this.#processWaits(frames, bus);
    for (let index = 0; index < strips.length; index++) {
      const group = this.#groups[index];
      if (group) strips[index]!.processGroup(group, frames, position - this.latency, bus, meters);
    }
  }

  #processTrack(
    index: number,
    input: StemBlock | undefined,
    offset: number,
    frames: number,
    position: number,
    bus: MixBus,
    meters: MeterBank | null,
  ): void {
    if (!this.#shares[index]!.isAt(1)) {
      this.#processMoving(index, input, offset, frames, position, bus, meters);
      return;
    }
    const into = this.#into[index]!;
    const isFed = this.#strips[index]!.process(input, offset, frames, position, bus, into ?? bus.sum, meters);
    if (isFed && into) into.isFed = true;
  }

  /** A strip on its way from one group to another. */
  #processMoving(
    index: number,
    input: StemBlock | undefined,
    offset: number,
    frames: number,
    position: number,
    bus: MixBus,
    meters: MeterBank | null,
  ): void {
    const moving = this.#moving;
    const share = this.#shares[index]!;
    const from = this.#from[index];
    const into = this.#into[index];
    moving.clear(frames);
    if (this.#strips[index]!.process(input, offset, frames, position, bus, moving, meters)) {
      addMoving(moving, from ?? bus.sum, into ?? bus.sum, share, frames);
      if (from) from.isFed = true;
      if (into) into.isFed = true;
    }
    share.advance(frames);
  }

  #processWaits(frames: number, bus: MixBus): void {
    const { sum, reverb, delay } = bus;
    if (!this.#sumWait.isDirect) this.#sumWait.process(sum.left, sum.right, frames);
    if (bus.reverbFed && !this.#reverbWait.isDirect)
      this.#reverbWait.process(reverb.left, reverb.right, frames);
    if (bus.delayFed && !this.#delayWait.isDirect) this.#delayWait.process(delay.left, delay.right, frames);
  }

  /** What goes into a strip: one that was a group once stays one. */
  #groupAt(index: number): GroupBus {
    this.#hasGroups = true;
    const group = this.#groups[index] ?? new GroupBus();
    this.#groups[index] = group;
    return group;
  }

  /** Leads a strip to a group, or to the sum. */
  #lead(index: number, into: GroupBus | null, glide: boolean): void {
    const share = this.#shares[index]!;
    if (this.#into[index] !== into) {
      this.#from[index] = this.#into[index]!;
      this.#into[index] = into;
      share.set(0, false);
      share.set(1, glide);
    } else if (!glide) share.set(1, false);
  }
}
