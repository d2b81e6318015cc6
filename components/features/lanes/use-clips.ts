// The clips of a lane as they are shown: everybody's, with the one on top that is under this hand.
'use client';
import { useMemo, useState } from 'react';
import { useStrip } from '@/components/session/mix/use-strip';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import { clipsAfter, clipsOf, wholeClip } from '@/document/clip-edits';
import type { Clip, PlacedClip } from '@/document/clip-schema';
import type { Track } from '@/document/tracks';

interface DraggedClip {
  readonly id: string;
  readonly clip: Clip;
}

export interface LaneClips {
  readonly clips: readonly PlacedClip[];
  /** Whether they are all that sounds of the stem; a whole stem is one clip. */
  readonly isCut: boolean;
  /** Shows a clip where the hand has it; null when the hand lets go. */
  readonly setDragged: (dragged: DraggedClip | null) => void;
}

export function useClips(track: Track): LaneClips {
  const { session } = useStudio();
  const { connection } = session;
  const { clips } = useStrip(track.id);
  const isPreview = useSelected(session.preview.version, (version) => version !== null);
  const [dragged, setDragged] = useState<DraggedClip | null>(null);
  const shown = useMemo(() => {
    // A previewed version cannot be edited: any id will do.
    if (isPreview) return clips?.map((clip, index) => ({ ...clip, id: String(index) })) ?? [wholeClip(track)];
    return dragged
      ? clipsAfter(connection.doc, track, new Map([[dragged.id, dragged.clip]]))
      : clipsOf(connection.doc, track);
  }, [clips, isPreview, dragged, connection, track]);
  return { clips: shown, isCut: Boolean(clips), setDragged };
}
