// Keeps the browser from opening a dropped file in place of the page, on every page.
'use client';
import { usePathname } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { carriesFiles, dropRefusal } from './file-drops';

export interface DropGuard {
  /**
   * Where the last dropped files can be dropped instead, in one sentence; null when there is nothing to
   * report.
   */
  readonly refusal: string | null;
  readonly dismiss: () => void;
}

/** Mount it once, in the root layout. */
export function useDropGuard(): DropGuard {
  const path = usePathname();
  const [refused, setRefused] = useState<{ readonly path: string; readonly refusal: string } | null>(null);
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      const refusal = dropRefusal(path);
      setRefused(refusal === null ? null : { path, refusal });
    };
    // While they are captured: no part of a page can keep them from here.
    const options = { capture: true };
    window.addEventListener('dragenter', onDragOver, options);
    window.addEventListener('dragover', onDragOver, options);
    window.addEventListener('drop', onDrop, options);
    return () => {
      window.removeEventListener('dragenter', onDragOver, options);
      window.removeEventListener('dragover', onDragOver, options);
      window.removeEventListener('drop', onDrop, options);
    };
  }, [path]);
  const dismiss = useCallback(() => setRefused(null), []);
  // On the page that is opened next, the message would be wrong.
  return { refusal: refused?.path === path ? refused.refusal : null, dismiss };
}
