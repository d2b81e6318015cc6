// Draws something that follows the playhead, outside React's rendering.
import { useEffect, useRef } from 'react';
import type { Samples } from '@/audio/units';
import type { Player } from '../../player/types';

/**
 * Calls `draw` with the audible position: on every frame while the player plays, and once after every other
 * change. Nothing runs without a player, while the player is idle, or in a hidden tab.
 */
export function usePlayhead(player: Player | null, draw: (position: Samples, length: Samples) => void): void {
  const newest = useRef(draw);
  useEffect(() => {
    newest.current = draw;
  });
  useEffect(() => {
    if (!player) return;
    let frame = 0;
    const onFrame = () => {
      const { status, length } = player.getState();
      newest.current(player.getPlayhead(), length);
      frame = status === 'playing' ? requestAnimationFrame(onFrame) : 0;
    };
    const wake = () => {
      if (frame === 0) frame = requestAnimationFrame(onFrame);
    };
    wake();
    const unsubscribe = player.subscribe(wake);
    return () => {
      unsubscribe();
      cancelAnimationFrame(frame);
    };
  }, [player]);
}
