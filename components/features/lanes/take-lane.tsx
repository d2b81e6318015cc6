// One take below its track: its name and what can be done with it, its waveform, and which parts of it sound.
'use client';
import { Check, Headphones, Pencil, Repeat, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Peaks } from '@/audio/peaks';
import type { LoopRange } from '@/components/player/types';
import { useLaneLength } from '@/components/session/lanes/lane-length';
import { useStudio } from '@/components/session/studio-context';
import { trackColor } from '@/components/session/tracks/track-color';
import { usePlayer } from '@/components/session/transport/use-player';
import { NameField } from '@/components/ui/controls/name-field';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { useSelected } from '@/components/ui/store';
import { showToast } from '@/components/ui/toast';
import { SAMPLE_RATE } from '@/contract/units';
import { endOf, type PlacedClip } from '@/document/clip-schema';
import { playsTake } from '@/document/comp';
import { MAX_TAKE_NAME } from '@/document/take-schema';
import type { Take } from '@/document/takes';
import type { Track } from '@/document/tracks';
import { ClipBody } from './lane-clip-body';
import { Playhead } from './lane-marks';
import styles from './take-lanes.module.css';
import { useSnap } from './use-snap';
import { WaveformLane } from './waveform-lane';

interface TakeProps {
  readonly track: Track;
  readonly take: Take;
}

/** What a person has to know of a take whose playback was interrupted before it. */
const heldText = (held: number): string =>
  `Playback was interrupted for ${Math.max(1, Math.round((Math.abs(held) / SAMPLE_RATE) * 1_000))} ms before; it was put back in time.`;

function TakeHead({ track, take }: TakeProps) {
  const { session, canEdit } = useStudio();
  const { takes, player } = session;
  const [isNaming, setNaming] = useState(false);
  const isAuditioned = useSelected(takes.auditioned, (each) => each?.id === take.id);
  const loop = usePlayer(player, (state) => state.loop);
  const { name } = take;
  const remove = () => {
    takes.remove(take);
    showToast(`${name} was removed. Where it sounds it goes on to sound; undo brings it back.`);
  };
  return (
    <div className={styles.head}>
      {isNaming ? (
        <NameField
          label={`Name of ${name}`}
          name={name}
          maxLength={MAX_TAKE_NAME}
          className={styles.field}
          onRename={(typed) => takes.rename(take, typed)}
          onEnd={() => setNaming(false)}
        />
      ) : (
        <h3 className={styles.name} onDoubleClick={() => canEdit && setNaming(true)}>
          {name}
          {take.held !== undefined && <small className={styles.held}>{heldText(take.held)}</small>}
        </h3>
      )}
      <IconButton
        label={`Listen to ${name}`}
        tip="Listen to this take in place of what the track plays; only you hear it"
        className={isAuditioned ? styles.on : undefined}
        aria-pressed={isAuditioned}
        onClick={() => takes.audition(take)}
      >
        <Headphones aria-hidden />
      </IconButton>
      {canEdit && (
        <>
          <IconButton
            label={`Use all of ${name}`}
            tip="Use all of this take; drag over it to use a part"
            onClick={() => takes.choose(track, take, null)}
          >
            <Check aria-hidden />
          </IconButton>
          <Menu label={`${name} menu`}>
            <MenuItem
              icon={<Repeat aria-hidden />}
              disabled={loop === null}
              onSelect={() => takes.choose(track, take, loop)}
            >
              Use it inside the loop
            </MenuItem>
            <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setNaming(true)}>
              Rename
            </MenuItem>
            <MenuItem icon={<Trash2 aria-hidden />} isDanger onSelect={remove}>
              Remove
            </MenuItem>
          </Menu>
        </>
      )}
    </div>
  );
}

/** The parts of a take that sound, as they lie on the timeline. */
function soundingParts({ stemId }: Track, take: Take, clips: readonly PlacedClip[]) {
  const takeEnd = take.start + take.length;
  return clips.flatMap((clip) => {
    const start = Math.max(clip.start, take.start);
    const end = Math.min(endOf(clip), takeEnd);
    return playsTake(clip, stemId, take) && end > start ? [{ id: clip.id, start, length: end - start }] : [];
  });
}

interface TakeLaneProps extends TakeProps {
  /** What the track plays. */
  readonly clips: readonly PlacedClip[];
  readonly peaks: Peaks | null;
}

export function TakeLane({ track, take, clips, peaks }: TakeLaneProps) {
  const { session, canEdit } = useStudio();
  const { takes, player, transport, lanes } = session;
  const lane = useRef<HTMLFieldSetElement>(null);
  const length = useLaneLength();
  const fullScale = useSelected(lanes.view.fullScale, (amplitude) => amplitude);
  const isAuditioned = useSelected(takes.auditioned, (each) => each?.id === take.id);
  const beginSnap = useSnap();
  const choose = ({ start, end }: LoopRange) => {
    const snap = beginSnap(length / Math.max(1, lane.current?.offsetWidth ?? 1));
    const stretch = { start: start + snap.shiftOf([start], false), end: end + snap.shiftOf([end], false) };
    snap.end();
    takes.choose(track, take, stretch);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!canEdit || event.key !== 'Enter') return;
    event.preventDefault();
    takes.choose(track, take, player.getState().loop);
  };
  const body: PlacedClip = { ...take, fadeIn: 0, fadeOut: 0 };
  return (
    <>
      <TakeHead track={track} take={take} />
      <fieldset
        ref={lane}
        className={styles.lane}
        aria-label={`${track.name}, ${take.name} lane`}
        data-auditioned={isAuditioned}
        onKeyDown={onKeyDown}
      >
        <WaveformLane
          player={player}
          length={length}
          label={`${track.name}, ${take.name}`}
          onSeek={(position) => transport.seek(position)}
          onLoop={canEdit ? choose : (range) => transport.loopBetween(range.start, range.end)}
        >
          <ClipBody
            clip={body}
            peaks={peaks}
            fullScale={fullScale}
            player={player}
            laneLength={length}
            color={trackColor(track.color)}
            isPicked={false}
          />
          {soundingParts(track, take, clips).map(({ id, start, length: part }) => (
            <div
              key={id}
              className={styles.sounding}
              style={{ left: `${(start / length) * 100}%`, width: `${(part / length) * 100}%` }}
            />
          ))}
          <Playhead />
        </WaveformLane>
      </fieldset>
    </>
  );
}
