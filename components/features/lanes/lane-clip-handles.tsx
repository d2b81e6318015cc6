// The handles of a clip: its title bar moves it, its ends trim it, the dots in its corners fade it.
'use client';
import { type CSSProperties, useRef } from 'react';
import { type Samples, samplesToSeconds } from '@/audio/units';
import { editorOf } from '@/components/collaboration/presence-reader';
import { type ClipPart, edgesOf } from '@/components/session/lanes/clip-moves';
import { useStudio } from '@/components/session/studio-context';
import { formatPosition } from '@/components/ui/format';
import { useSelected } from '@/components/ui/store';
import { Tip } from '@/components/ui/tooltip';
import { type Clip, endOf, type PlacedClip } from '@/document/clip-schema';
import { clipKey } from '@/document/clips';
import type { Track } from '@/document/tracks';
import styles from './lane-clip-handles.module.css';
import { type ClipInLane, useClipDrag } from './use-clip-drag';
import { useClipKeys, useNudge } from './use-clip-keys';
import type { LaneClips } from './use-clips';

const HANDLES: readonly { readonly part: ClipPart; readonly name: string }[] = [
  { part: 'start', name: 'Start' },
  { part: 'end', name: 'End' },
  { part: 'fadeIn', name: 'Fade-in' },
  { part: 'fadeOut', name: 'Fade-out' },
];

const at = (position: number): string => formatPosition(position as Samples);

/** What a handle stands at: a position on the timeline, or the length of a fade. */
function standsAt(clip: Clip, part: ClipPart): number {
  if (part === 'fadeIn' || part === 'fadeOut') return clip[part];
  return edgesOf(clip, part)[0] ?? 0;
}

interface HandleProps extends ClipInLane {
  readonly part: ClipPart;
  readonly label: string;
  readonly isPicked: boolean;
}

function Handle({ part, label, isPicked, ...place }: HandleProps) {
  const { track, clip } = place;
  const { tracks } = useStudio().session;
  const drag = useClipDrag(place, part);
  const nudge = useNudge(place, part);
  const isFade = part === 'fadeIn' || part === 'fadeOut';
  const value = standsAt(clip, part);
  const along = ((edgesOf(clip, part)[0] ?? 0) - clip.start) / clip.length;
  return (
    <Tip text={label}>
      <div
        {...drag}
        className={isFade ? styles.fade : styles.edge}
        data-part={part}
        style={isFade ? { left: `${along * 100}%` } : undefined}
        role="slider"
        // Between the clips of a lane the keyboard steps from title to title, and into the one that is picked.
        tabIndex={isPicked ? 0 : -1}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.ceil(samplesToSeconds(tracks.sourceLength(track, clip)))}
        aria-valuenow={samplesToSeconds(value as Samples)}
        aria-valuetext={at(value)}
        onKeyDown={nudge}
      >
        <output className={styles.reading}>{at(value)}</output>
      </div>
    </Tip>
  );
}

interface ClipHandlesProps extends ClipInLane {
  readonly index: number;
  readonly count: number;
  readonly canEdit: boolean;
}

function ClipHandles({ index, count, canEdit, ...place }: ClipHandlesProps) {
  const { session } = useStudio();
  const { lanes, connection } = session;
  const { track, clip } = place;
  const isPicked = useSelected(
    lanes.view.picked,
    (picked) => picked?.stemId === track.id && picked.clipId === clip.id,
  );
  const register = clipKey(track.id, clip.id);
  const editor = useSelected(connection.presence.peers, (peers) => editorOf(peers, register));
  const drag = useClipDrag(place, 'whole');
  const moving = editor && `${editor.name} is moving this`;
  const name = count === 1 ? `${track.name} clip` : `${track.name} clip ${index + 1} of ${count}`;
  const pick = () => lanes.view.picked.set({ stemId: track.id, clipId: clip.id });
  const onKeyDown = useClipKeys(place, canEdit);
  const length = lanes.length.get();
  const style = {
    left: `${(clip.start / length) * 100}%`,
    width: `${(clip.length / length) * 100}%`,
    ...(editor && { '--holder': editor.color }),
  } as CSSProperties;
  return (
    <div className={styles.clip} data-picked={isPicked} data-remote-edit={editor !== null} style={style}>
      <button
        type="button"
        {...(canEdit ? drag : { onPointerDown: (event) => event.stopPropagation() })}
        className={styles.head}
        data-movable={canEdit}
        data-clip={clip.id}
        aria-label={`${moving ? `${moving}: ` : ''}${name}, ${at(clip.start)} to ${at(endOf(clip))}`}
        aria-pressed={isPicked}
        onFocus={pick}
        onClick={pick}
        onKeyDown={onKeyDown}
      >
        {moving ?? track.name}
        {isPicked && <i className={styles.span} data-span={`${at(clip.start)} – ${at(endOf(clip))}`} />}
      </button>
      {canEdit &&
        HANDLES.map(({ part, name: what }) => (
          <Handle key={part} {...place} part={part} isPicked={isPicked} label={`${what} of ${name}`} />
        ))}
    </div>
  );
}

interface ClipHandlesLayerProps {
  readonly track: Track;
  readonly clips: readonly PlacedClip[];
  readonly setDragged: LaneClips['setDragged'];
  readonly canEdit: boolean;
}

/** Lies over the lane and lets pointer events through everywhere but on the handles. */
export function ClipHandlesLayer({ track, clips, setDragged, canEdit }: ClipHandlesLayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  return (
    <div ref={layer} className={styles.layer} data-editable={canEdit}>
      {clips.map((clip, index) => (
        <ClipHandles
          key={clip.id}
          track={track}
          clip={clip}
          layer={layer}
          setDragged={setDragged}
          canEdit={canEdit}
          index={index}
          count={clips.length}
        />
      ))}
    </div>
  );
}
