// Files dropped anywhere on the page.
'use client';
import { useEffect, useRef, useState } from 'react';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/**
 * Calls `onFiles` with the files of a drop anywhere in the window.
 * @returns whether a file is hovering over the page right now
 */
export function useFileDrop(onFiles: (files: readonly File[]) => void, isEnabled: boolean): boolean {
  const [isOver, setOver] = useState(false);
  const newest = useRef(onFiles);
  useEffect(() => {
    newest.current = onFiles;
  });
  useEffect(() => {
    // Enter and leave fire for every element on the way: only their balance tells when the page is left.
    let depth = 0;
    const settle = (change: number) => {
      depth = Math.max(0, depth + change);
      setOver(isEnabled && depth > 0);
    };
    const onEnter = (event: DragEvent) => carriesFiles(event) && settle(1);
    const onLeave = (event: DragEvent) => carriesFiles(event) && settle(-1);
    const onDragOver = (event: DragEvent) => carriesFiles(event) && event.preventDefault();
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      // Even when nothing is wanted: the browser would leave the page to open the file.
      event.preventDefault();
      depth = 0;
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0 && isEnabled) newest.current(files);
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('drop', onDrop);
    };
  }, [isEnabled]);
  return isOver;
}
