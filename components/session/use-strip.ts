// What one strip needs to know, and nothing about its neighbours: a fader move renders one strip.
'use client';
import { registerKey } from '@/document/registers';
import { DEFAULT_STRIP, type StripState } from '@/document/schema';
import { holderOf } from '../collaboration/presence-reader';
import type { Holder } from '../ui/controls/gesture';
import { useSelected } from '../ui/store';
import { useStudio } from './studio-context';

/** The strip of one stem, with this person's own hand on top. */
export function useStrip(stemId: string): StripState {
  const { session } = useStudio();
  return useSelected(session.control.heard, (mix) => mix.strips[stemId] ?? DEFAULT_STRIP);
}

/** Whether this listener hears the stem: not muted, and on solo when anything is. */
export function useIsHeard(stemId: string): boolean {
  const { session } = useStudio();
  const isCut = useSelected(session.control.soloed, (soloed) => soloed.size > 0 && !soloed.has(stemId));
  return !useStrip(stemId).mute && !isCut;
}

/** Whose hand is on a control, other than this person's own. */
export function useHolder(entity: string, field: string): Holder | null {
  const { session } = useStudio();
  const register = registerKey(entity, field);
  return useSelected(session.connection.presence.peers, (peers) => holderOf(peers, register));
}
