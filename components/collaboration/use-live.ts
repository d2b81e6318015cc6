// React's way to watch projects live: one socket while the component is there, always the newest callbacks.
'use client';
import { useEffect, useRef } from 'react';
import { type LiveListener, watchProjects } from './live-project';

/** Watches `projectIds`; changing the set opens a new watch, changing the callbacks does not. */
export function useLive(projectIds: readonly string[], listener: LiveListener): void {
  const newest = useRef(listener);
  useEffect(() => {
    newest.current = listener;
  });
  const key = [...projectIds].sort().join(' ');
  useEffect(() => {
    if (key === '') return;
    return watchProjects(key.split(' '), {
      onJob: (event) => newest.current.onJob?.(event),
      onProject: (event) => newest.current.onProject?.(event),
      onChat: (event) => newest.current.onChat?.(event),
      onChanged: (event) => newest.current.onChanged?.(event),
      onSet: (event) => newest.current.onSet?.(event),
      onWatching: () => newest.current.onWatching?.(),
      onRefused: (message) => newest.current.onRefused?.(message),
    });
  }, [key]);
}
