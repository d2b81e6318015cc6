// The page of the engine's tests: the player's worklet in an OfflineAudioContext, in step with what the test asks for.
import { FlacDecoder } from '@/audio/flac/decoder';
import { graphOfMix } from '@/audio/mix/graph-of-mix';
import type { DecodedSegment } from '@/components/player/decoded-segment';
import { segmentLength } from '@/components/player/page/stem-segments';
import { tracksOf } from '@/components/player/testing/tracks-of';
import type { PlayerStem } from '@/components/player/types';
import type { MixState } from '@/document/schema';
import { base64Of } from './base64';
import { seekAndPlay } from './exact-song';
import { OfflineRig } from './offline-rig';

export interface OfflineRun {
  readonly stems: readonly PlayerStem[];
  readonly mix: MixState;
  /** Of the context. */
  readonly frames: number;
  readonly rate: number;
}

/** How long the library that changes tempo and key may take to load. */
const LIBRARY_MS = 1000;

const decoder = new FlacDecoder();

async function fetchSegment(stem: PlayerStem, index: number): Promise<DecodedSegment> {
  const response = await fetch(`/${stem.id}/${index}.flac`, { cache: 'no-store' });
  const size = segmentLength(stem, index);
  const window = { left: new Float32Array(size), right: new Float32Array(size) };
  decoder.decode(
    new Uint8Array(await response.arrayBuffer()),
    window.left,
    window.right,
    2 ** stem.headroomBits,
  );
  return window;
}

async function sendWindows(rig: OfflineRig, stems: readonly PlayerStem[]): Promise<void> {
  for (const stem of stems) {
    for (let index = 0; index * stem.segmentSamples < stem.lengthSamples; index++) {
      rig.send({ type: 'segment', stemId: stem.id, index, ...(await fetchSegment(stem, index)) });
    }
  }
}

/** Plays a mix from the start; returns the output, interleaved stereo as base64. */
async function play({ stems, mix, frames, rate }: OfflineRun): Promise<string> {
  const rig = new OfflineRig(frames, rate);
  await rig.open();
  const graph = graphOfMix(
    mix,
    stems.map(({ id }) => id),
  );
  const { tempo, keySemitones } = mix;
  rig.send({ type: 'load', tracks: tracksOf(stems), stems, graph });
  rig.send({ type: 'mix', graph, speed: { tempo, keySemitones } });
  await sendWindows(rig, stems);
  rig.send({ type: 'play', sequence: 1 });
  await rig.heard(stems[0]!.id);
  if (tempo !== 1 || keySemitones !== 0) await new Promise((resolve) => setTimeout(resolve, LIBRARY_MS));
  const began = performance.now();
  const heard = await rig.context.startRendering();
  window.renderedIn = performance.now() - began;
  return base64Of([heard.getChannelData(0), heard.getChannelData(1)]);
}

declare global {
  interface Window {
    playOffline: typeof play;
    seekAndPlay: typeof seekAndPlay;
    /** Milliseconds that the last `playOffline` took to render. */
    renderedIn: number;
  }
}

window.playOffline = play;
window.seekAndPlay = seekAndPlay;
