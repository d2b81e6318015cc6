// React's view of the player: one hook that re-renders only when the chosen part of the state changes.
import { useCallback, useSyncExternalStore } from 'react';
import type { Player, PlayerState } from '../../player/types';

/**
 * Reads a part of the player's state. `select` must return a primitive or a member of the state itself:
 * a fresh object on each call would render for ever. Choosing `position` renders 30 times a second; a
 * playhead should draw itself from player.getPlayhead() instead.
 */
export function usePlayer<Selected>(player: Player, select: (state: PlayerState) => Selected): Selected {
  const subscribe = useCallback((listener: () => void) => player.subscribe(listener), [player]);
  const read = () => select(player.getState());
  return useSyncExternalStore(subscribe, read, read);
}
