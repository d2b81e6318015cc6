// The takes of a track, one below the other: what of each sounds, and dragging over one lets that stretch sound.
'use client';
import { ChevronDown } from 'lucide-react';
import { useMemo } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import type { PlacedClip } from '@/document/clip-schema';
import type { Take } from '@/document/takes';
import type { Track } from '@/document/tracks';
import { TakeLane } from './take-lane';
import styles from './take-lanes.module.css';
import { useClips } from './use-clips';
import { useLanePeaks } from './use-peaks';

function useTakes(track: Track): readonly Take[] {
  const all = useSelected(useStudio().session.takes.all, (takes) => takes);
  return useMemo(() => all.filter((take) => take.track === track.id), [all, track.id]);
}

/** Shows and hides the takes of a track; there only where it has any. */
export function TakesToggle({ track }: { readonly track: Track }) {
  const { takes } = useStudio().session;
  const count = useTakes(track).length;
  const isShown = useSelected(takes.shown, (shown) => shown.has(track.id));
  if (count === 0) return null;
  const takesText = count === 1 ? '1 take' : `${count} takes`;
  return (
    <button
      type="button"
      className={styles.toggle}
      aria-expanded={isShown}
      aria-label={`${takesText} of ${track.name}`}
      onClick={() => takes.toggle(track.id)}
    >
      <ChevronDown aria-hidden />
      {takesText}
    </button>
  );
}

function ShownTakes({ track, takes }: { readonly track: Track; readonly takes: readonly Take[] }) {
  const { tracks } = useStudio().session;
  const { clips } = useClips(track);
  const available = useSelected(tracks.available, (samples) => samples);
  const bodies = useMemo(
    () => takes.map((take): PlacedClip => ({ ...take, fadeIn: 0, fadeOut: 0 })),
    [takes],
  );
  const { peaks } = useLanePeaks(track, bodies, available);
  return (
    <fieldset className={styles.takes} aria-label={`Takes of ${track.name}`} data-takes>
      {takes.map((take) => (
        <TakeLane
          key={take.id}
          track={track}
          take={take}
          clips={clips}
          peaks={peaks.get(take.source) ?? null}
        />
      ))}
    </fieldset>
  );
}

export function TakeLanes({ track }: { readonly track: Track }) {
  const takes = useTakes(track);
  const isShown = useSelected(useStudio().session.takes.shown, (shown) => shown.has(track.id));
  return isShown && takes.length > 0 ? <ShownTakes track={track} takes={takes} /> : null;
}
