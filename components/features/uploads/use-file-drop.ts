// Files dropped anywhere on the page.
'use client';
import { useEffect, useRef, useState } from 'react';
import { addDropTarget, carriesFiles } from './file-drops';

/**
 * Calls `onFiles` with the files of a drop anywhere in the window. The guard of the root layout keeps the
 * browser from opening them.
 * @param refusal why no files are accepted at the moment, in one sentence; null while they are
 * @returns whether a file is hovering over the page right now and would be accepted
 */
export function useFileDrop(onFiles: (files: readonly File[]) => void, refusal: string | null): boolean {
  const [isOver, setOver] = useState(false);
  const newest = useRef(onFiles);
  useEffect(() => {
    newest.current = onFiles;
  });
  useEffect(() => addDropTarget({ refusal }), [refusal]);
  useEffect(() => {
    // Enter and leave fire for every element on the way: only their balance shows when the pointer leaves the
    // page.
    let depth = 0;
    const settle = (change: number) => {
      depth = Math.max(0, depth + change);
      setOver(refusal === null && depth > 0);
    };
    const onEnter = (event: DragEvent) => carriesFiles(event) && settle(1);
    const onLeave = (event: DragEvent) => carriesFiles(event) && settle(-1);
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = 0;
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0 && refusal === null) newest.current(files);
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [refusal]);
  return isOver;
}
