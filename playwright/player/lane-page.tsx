// The page of the waveform's tests: one lane over a player that only counts.
import { createRoot } from 'react-dom/client';
import { decodePeaks, encodePeaks, type Peaks } from '@/audio/peaks';
import { SAMPLE_RATE, type Samples } from '@/audio/units';
import { Waveform } from '@/components/features/lanes/waveform';
import { WaveformLane } from '@/components/features/lanes/waveform-lane';
import { MeterReadings } from '@/components/player/page/meter-readings';
import { IDLE } from '@/components/player/page/player-status';
import type { LoopRange, Player, PlayerState } from '@/components/player/types';

const LENGTH = 100 * SAMPLE_RATE;

/** What the hand asked for, in order. */
export interface LaneCalls {
  readonly seeks: number[];
  readonly loops: LoopRange[];
}

/** A player of 100 s that stands where it was sent. */
function standingPlayer(): Player {
  let state: PlayerState = { ...IDLE, status: 'paused', length: LENGTH as Samples };
  const listeners = new Set<() => void>();
  return {
    load: () => undefined,
    setAvailable: () => undefined,
    setMix: () => undefined,
    open: async () => undefined,
    play: async () => undefined,
    pause: () => undefined,
    shift: () => undefined,
    setLoop: () => undefined,
    dispose: () => undefined,
    subscribeMeters: () => () => undefined,
    readMeters: () => new MeterReadings().reading,
    resetMeters: () => undefined,
    setOpenEnded: () => undefined,
    setMetronome: () => undefined,
    setLiveTrack: () => undefined,
    getOutputTime: () => null,
    getClock: () => ({ position: state.position, time: 0, moving: false, rate: 1 }),
    getState: () => state,
    getPlayhead: () => state.position,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    seek: (position) => {
      state = { ...state, position };
      for (const listener of listeners) listener();
    },
  };
}

/** A stem that reaches half of full scale. */
function makePeaks(): Peaks {
  const points = Math.ceil(LENGTH / 1024);
  const max = Float32Array.from({ length: points }, (_, i) => Math.abs(Math.sin(i / 300)) / 2);
  const min = max.map((value) => -value);
  const peaks = { sampleRate: SAMPLE_RATE, samplesPerPoint: 1024, lengthSamples: LENGTH, min, max };
  return decodePeaks(encodePeaks(peaks));
}

const PEAKS = makePeaks();

/** The stem, whole, or from its middle where the address says so, drawn to the scale in the address. */
function Drawing() {
  const wanted = new URLSearchParams(location.search);
  const from = Number(wanted.get('from') ?? 0);
  const place = { from, start: from, length: LENGTH - from, fullScale: Number(wanted.get('scale') ?? 1) };
  return <Waveform peaks={PEAKS} color="var(--stem)" player={player} {...place} />;
}

const player = standingPlayer();
const calls: LaneCalls = { seeks: [], loops: [] };
window.lane = calls;
const seek = (position: Samples) => {
  calls.seeks.push(position);
  player.seek(position);
};
const root = document.createElement('div');
root.style.cssText = 'width: 1000px; height: 80px;';
document.body.style.margin = '0';
document.body.append(root);
createRoot(root).render(
  <WaveformLane
    player={player}
    length={LENGTH as Samples}
    label="Drums"
    onSeek={seek}
    onLoop={(range) => calls.loops.push(range)}
  >
    <Drawing />
  </WaveformLane>,
);

declare global {
  interface Window {
    lane: LaneCalls;
  }
}
