// The page of the waveform's tests: one lane over a player that only counts.
import { createRoot } from 'react-dom/client';
import { encodePeaks } from '@/audio/peaks';
import { SAMPLE_RATE, type Samples } from '@/audio/units';
import { IDLE } from '@/components/player/player-status';
import type { LoopRange, Player, PlayerState } from '@/components/player/types';
import { Waveform } from '@/components/player/waveform';
import { WaveformLane } from '@/components/player/waveform-lane';

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
    play: async () => undefined,
    pause: () => undefined,
    setLoop: () => undefined,
    dispose: () => undefined,
    subscribeMeters: () => () => undefined,
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

async function loadPeaks(): Promise<ArrayBuffer> {
  const points = Math.ceil(LENGTH / 1024);
  const max = Float32Array.from({ length: points }, (_, i) => Math.abs(Math.sin(i / 300)));
  const min = max.map((value) => -value / 2);
  const peaks = { sampleRate: SAMPLE_RATE, samplesPerPoint: 1024, lengthSamples: LENGTH, min, max };
  return new Uint8Array(encodePeaks(peaks)).buffer;
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
  <WaveformLane player={player} label="Drums" onSeek={seek} onLoop={(range) => calls.loops.push(range)}>
    <Waveform loadPeaks={loadPeaks} color="var(--stem)" lengthSamples={LENGTH} player={player} />
  </WaveformLane>,
);

declare global {
  interface Window {
    lane: LaneCalls;
  }
}
