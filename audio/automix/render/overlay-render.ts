// Plays an overlay sample on the beats of the transition that it lies over.
import { dbToGain } from '../../units';
import { overlayTempo } from '../plan/overlay-fit';
import { overlaySample } from '../plan/overlay-samples';
import type { Overlay } from '../types';
import { OVERLAY_PATTERNS, type OverlayNote } from './overlay-patterns';
import { type PlacedTransition, positionOfBar } from './set-timeline';

/** How loud the loudest single note of a sample is, as amplitude: a part of the mix, not its top. */
const NOTE_LEVEL = 0.4;
const END_FADE_S = 0.01;

export interface PlayedOverlay {
  /** The set's sample at which it begins. */
  readonly start: number;
  /** Mono, in the middle of the image. */
  readonly signal: Float32Array;
}

/** A note on the timeline of the set. */
interface PlacedNote {
  readonly note: OverlayNote;
  readonly at: number;
}

interface NoteContext {
  readonly gain: number;
  readonly semitones: number;
  readonly secondsPerBeat: number;
  readonly sampleRate: number;
}

function addNote(signal: Float32Array, offset: number, note: OverlayNote, how: NoteContext): void {
  const { gain, semitones, secondsPerBeat, sampleRate } = how;
  const voice = note.voice(semitones, secondsPerBeat);
  const frames = Math.min(Math.floor(voice.seconds * sampleRate), signal.length - offset);
  for (let i = 0; i < frames; i++) signal[offset + i]! += gain * note.gain * voice.at(i / sampleRate);
}

/**
 * Plays an overlay: every note on the beat, whatever the tempo does. It ends where the overlap ends.
 * @throws RangeError when there is no such sample
 */
export function playOverlay(overlay: Overlay, placed: PlacedTransition, sampleRate: number): PlayedOverlay {
  const sample = overlaySample(overlay.sampleId);
  const pattern = OVERLAY_PATTERNS[overlay.sampleId];
  if (!sample || !pattern) throw new RangeError(`There is no sample ${overlay.sampleId}.`);
  const { ratio } = overlayTempo(sample, placed.plan);
  const positionOf = (beat: number) =>
    Math.round(positionOfBar(placed, overlay.bar + beat / ratio / placed.plan.beatsPerBar, sampleRate));
  const start = positionOf(0);
  const notes: PlacedNote[] = pattern()
    .map((note) => ({ note, at: positionOf(note.beat) }))
    .filter(({ at }) => at < placed.end);
  const how: NoteContext = {
    gain: NOTE_LEVEL * dbToGain(overlay.gainDb),
    semitones: overlay.semitones,
    sampleRate,
    secondsPerBeat: (positionOf(sample.beats) - start) / sample.beats / sampleRate,
  };
  const signal = new Float32Array(Math.max(0, Math.min(placed.end, positionOf(sample.beats)) - start));
  for (const { note, at } of notes) addNote(signal, at - start, note, how);
  fadeEnd(signal, sampleRate);
  return { start, signal };
}

/** What is cut off where the overlap ends does not click. */
function fadeEnd(signal: Float32Array, sampleRate: number): void {
  const frames = Math.min(signal.length, Math.round(END_FADE_S * sampleRate));
  for (let i = 0; i < frames; i++) signal[signal.length - 1 - i]! *= i / frames;
}
