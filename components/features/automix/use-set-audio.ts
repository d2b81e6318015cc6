// One audio element as React sees it: whether it plays, where it is, and how to seek.
'use client';
import { type RefObject, useEffect, useState } from 'react';

export interface SetAudio {
  readonly isPlaying: boolean;
  /** Seconds */
  readonly position: number;
  /** A message when the browser cannot play it. */
  readonly error: string | null;
  readonly toggle: () => void;
  readonly seek: (seconds: number) => void;
}

export function useSetAudio(audio: RefObject<HTMLAudioElement | null>): SetAudio {
  const [isPlaying, setPlaying] = useState(false);
  const [position, setPosition] = useState(0);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    const onState = () => setPlaying(!element.paused);
    const onTime = () => setPosition(element.currentTime);
    const onError = () => setError('This browser cannot play the set; download it instead.');
    const listeners = [
      ['play', onState],
      ['pause', onState],
      ['ended', onState],
      ['timeupdate', onTime],
      ['seeking', onTime],
      ['error', onError],
    ] as const;
    for (const [event, listener] of listeners) element.addEventListener(event, listener);
    return () => {
      for (const [event, listener] of listeners) element.removeEventListener(event, listener);
    };
  }, [audio]);
  return {
    isPlaying,
    position,
    error,
    toggle() {
      const element = audio.current;
      if (!element) return;
      if (!element.paused) return element.pause();
      element.play().catch(() => setError('The set cannot be played at the moment; try again.'));
    },
    seek(seconds) {
      if (audio.current) audio.current.currentTime = seconds;
    },
  };
}
