// The tools of the lanes: cutting, copying and removing the clip that is picked, snapping, and the height of waveforms.
'use client';
import { CopyPlus, Magnet, RotateCcw, Scissors, Trash2, UnfoldVertical } from 'lucide-react';
import { useEffect } from 'react';
import { duplicatePicked, removePicked, splitAtPlayhead } from '@/components/session/lanes/picked-clip';
import { useStrip } from '@/components/session/mix/use-strip';
import { useStudio } from '@/components/session/studio-context';
import { IconButton } from '@/components/ui/icon-button';
import { useSelected } from '@/components/ui/store';
import { showToast } from '@/components/ui/toast';
import styles from './lane-tools.module.css';

function ClipTools() {
  const { session } = useStudio();
  const { lanes, tracks } = session;
  const picked = useSelected(lanes.view.picked, (each) => each);
  const track = useSelected(tracks.all, (all) => all.find(({ id }) => id === picked?.stemId) ?? null);
  const isCut = Boolean(useStrip(picked?.stemId ?? '').clips);
  const isPicked = track !== null;
  return (
    <>
      <IconButton
        label="Split the clip"
        tip="Split at the playhead"
        keys="S"
        disabled={!isPicked}
        onClick={() => splitAtPlayhead(session)}
      >
        <Scissors aria-hidden />
      </IconButton>
      <IconButton
        label="Duplicate the clip"
        keys="D"
        disabled={!isPicked}
        onClick={() => duplicatePicked(session)}
      >
        <CopyPlus aria-hidden />
      </IconButton>
      <IconButton
        label="Delete the clip"
        keys="Delete"
        disabled={!isPicked}
        onClick={() => removePicked(session)}
      >
        <Trash2 aria-hidden />
      </IconButton>
      <IconButton
        label={track ? `Put the whole of ${track.name} back` : 'Put the whole recording back'}
        disabled={!isCut}
        onClick={() => track && lanes.clips.reset(track.id)}
      >
        <RotateCcw aria-hidden />
      </IconButton>
    </>
  );
}

function ViewTools() {
  const { view } = useStudio().session.lanes;
  const isSnapping = useSelected(view.isSnapping, (is) => is);
  const zoom = useSelected(view.zoom, (times) => times);
  return (
    <>
      <IconButton
        label="Snap"
        tip="Snap to clips, loop, playhead and beats (Alt while dragging turns it off)"
        aria-pressed={isSnapping}
        onClick={() => view.isSnapping.set(!isSnapping)}
      >
        <Magnet aria-hidden />
      </IconButton>
      <IconButton
        label={`Height of waveforms: ${zoom}×`}
        tip="Draw waveforms taller"
        aria-pressed={zoom > 1}
        onClick={() => view.zoomOn()}
      >
        <UnfoldVertical aria-hidden />
        {zoom > 1 && <span className={styles.zoom}>{zoom}×</span>}
      </IconButton>
    </>
  );
}

/** Says why an edit on a lane was not made. */
function useLaneProblems(): void {
  const { problems } = useStudio().session.lanes;
  useEffect(() => problems.add((problem) => showToast(problem, 'danger')), [problems]);
}

export function LaneTools() {
  const { canEdit } = useStudio();
  useLaneProblems();
  return (
    <div className={styles.tools} role="toolbar" aria-label="Lanes">
      {canEdit && <ClipTools />}
      <ViewTools />
    </div>
  );
}
