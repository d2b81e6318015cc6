// The clips of a lane as they are shown: everybody's, with the one on top that is under this hand.
'use client';
import { useMemo, useState } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { useStrip } from '@/components/session/use-strip';
import { useSelected } from '@/components/ui/store';
import { clipsAfter, clipsOf, wholeClip } from '@/document/clip-edits';
import type { Clip, PlacedClip } from '@/document/clip-schema';
import type { StemResult } from '@/document/schema';

interface HeldClip {
  readonly id: string;
  readonly clip: Clip;
}

export interface LaneClips {
  readonly clips: readonly PlacedClip[];
  /** Whether they are all that sounds of the stem; a whole stem is one clip. */
  readonly isCut: boolean;
  /** Shows a clip where the hand has it; null when the hand lets go. */
  readonly hold: (held: HeldClip | null) => void;
}

export function useClips(stem: StemResult): LaneClips {
  const { session } = useStudio();
  const { connection } = session;
  const { clips } = useStrip(stem.id);
  const isPreview = useSelected(session.preview.version, (version) => version !== null);
  const [held, hold] = useState<HeldClip | null>(null);
  const shown = useMemo(() => {
    // Of a version that is heard nothing can be edited: any name will do.
    if (isPreview) return clips?.map((clip, index) => ({ ...clip, id: String(index) })) ?? [wholeClip(stem)];
    return held
      ? clipsAfter(connection.doc, stem, new Map([[held.id, held.clip]]))
      : clipsOf(connection.doc, stem);
  }, [clips, isPreview, held, connection, stem]);
  return { clips: shown, isCut: Boolean(clips), hold };
}
