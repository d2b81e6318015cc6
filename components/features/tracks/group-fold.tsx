// Shows and hides the tracks of a group in the mixer, for this listener alone.
'use client';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useStudio } from '@/components/session/studio-context';
import { IconButton } from '@/components/ui/icon-button';
import { useSelected } from '@/components/ui/store';
import type { Track } from '@/document/tracks';

export function GroupFold({ group: { id, name } }: { readonly group: Track }) {
  const { lanes } = useStudio().session;
  const isFolded = useSelected(lanes.view.folded, (folded) => folded.has(id));
  return (
    <IconButton
      label={`Tracks of ${name}`}
      tip={isFolded ? `Show the tracks of ${name}` : `Hide the tracks of ${name}`}
      aria-expanded={!isFolded}
      onClick={() => lanes.view.toggleFold(id)}
    >
      {isFolded ? <ChevronRight aria-hidden /> : <ChevronDown aria-hidden />}
    </IconButton>
  );
}
