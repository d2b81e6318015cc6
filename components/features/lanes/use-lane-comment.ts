// Alt-click on a lane begins a comment on that moment, before the click can become a jump or a loop.
'use client';
import type { PointerEvent } from 'react';
import { useLaneLength } from '@/components/session/lanes/lane-length';
import { usePanel } from '@/components/session/panel-context';
import { useStudio } from '@/components/session/studio-context';
import { sampleAt } from './lane-gesture';

/**
 * A handler for `onPointerDownCapture` of an element as wide as the song.
 * @param stemId null for the ruler: what is said there is about the whole song
 */
export function useLaneComment(stemId: string | null): (event: PointerEvent) => void {
  const { isEditor } = useStudio();
  const { compose } = usePanel();
  const length = useLaneLength();
  return (event) => {
    if (!event.altKey || !isEditor || event.button !== 0) return;
    event.stopPropagation();
    event.preventDefault();
    const { left, width } = event.currentTarget.getBoundingClientRect();
    compose({ stemId, position: sampleAt(event.clientX, left, width, length) });
  };
}
