// A clip by keyboard: the arrow keys move it and its ends, with Alt from track to track; Delete takes it away.
'use client';
import type { KeyboardEvent } from 'react';
import { type ClipPart, shifted } from '@/components/session/lanes/clip-moves';
import { movePickedToTrack, removePicked } from '@/components/session/lanes/picked-clip';
import { useStudio } from '@/components/session/studio-context';
import { arrowStep } from '@/components/ui/controls/gesture';
import type { ClipInLane } from './use-clip-drag';

/** Arrow keys shift by a tenth of a second; with Shift by ten milliseconds. */
const STEP = 4_410;
const FINE_STEP = 441;

/** With Alt, the arrow keys move a clip to the track above or below. */
const TRACK_STEPS: Readonly<Record<string, -1 | 1>> = { ArrowUp: -1, ArrowDown: 1 };

/** Keeps the keyboard on a clip that has moved to another lane, once it is drawn there. */
function focusClip(id: string | null): void {
  if (id === null) return;
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-clip="${id}"]`)?.focus());
}

type KeyHandler = (event: KeyboardEvent) => boolean;

/** Moves a part of a clip; false for a key that does not. */
export function useNudge({ track, clip }: ClipInLane, part: ClipPart): KeyHandler {
  const { lanes, tracks } = useStudio().session;
  return (event) => {
    const direction = arrowStep(event.key);
    if (direction === null || event.altKey || event.ctrlKey || event.metaKey) return false;
    event.preventDefault();
    event.stopPropagation();
    const step = direction * (event.shiftKey ? FINE_STEP : STEP);
    lanes.clips.put(track, clip.id, shifted(clip, part, step, tracks.sourceLength(track, clip)));
    return true;
  };
}

/** Moves the clip that is picked to the track above or below; false for a key that does not. */
function useTrackStep(): KeyHandler {
  const { session } = useStudio();
  return (event) => {
    const step = event.altKey ? TRACK_STEPS[event.key] : undefined;
    if (step !== undefined) focusClip(movePickedToTrack(session, step));
    return step !== undefined;
  };
}

/** The keys of a clip as a whole. */
export function useClipKeys(place: ClipInLane, canEdit: boolean): (event: KeyboardEvent) => void {
  const { session } = useStudio();
  const { lanes, transport } = session;
  const nudge = useNudge(place, 'whole');
  const stepTrack = useTrackStep();
  const edit: KeyHandler = (event) => {
    if (nudge(event) || stepTrack(event)) return true;
    const isRemoval = event.key === 'Delete' || event.key === 'Backspace';
    if (isRemoval) removePicked(session);
    return isRemoval;
  };
  const look: KeyHandler = ({ key }) => {
    if (key === 'Escape') lanes.view.picked.set(null);
    else if (key === 'Enter') transport.seek(place.clip.start);
    else return false;
    return true;
  };
  return (event) => {
    if (!(canEdit && edit(event)) && !look(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
