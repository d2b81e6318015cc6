// What one strip needs to know, and nothing about its neighbours: a fader move renders one strip.
'use client';
import { isHeard } from '@/contract/group-routing';
import { registerKey } from '@/document/registers';
import { DEFAULT_STRIP, type StripState } from '@/document/schema';
import { editorOf } from '../../collaboration/presence-reader';
import type { RemoteEditor } from '../../ui/controls/gesture';
import { useSelected } from '../../ui/store';
import { useStudio } from '../studio-context';

/** The strip of one stem, with this person's own hand on top. */
export function useStrip(stemId: string): StripState {
  const { session } = useStudio();
  return useSelected(session.control.localMix, (mix) => mix.strips[stemId] ?? DEFAULT_STRIP);
}

/** Whether the stem is audible to this listener: neither it nor its group is muted, and one is soloed when anything is. */
export function useIsAudible(stemId: string): boolean {
  const { control } = useStudio().session;
  const soloed = useSelected(control.soloed, (ids) => ids);
  return useSelected(control.localMix, ({ strips }) => isHeard(strips, stemId, soloed));
}

/** Whose hand is on a control, other than this person's own. */
export function useRemoteEditor(entity: string, field: string): RemoteEditor | null {
  const { session } = useStudio();
  const register = registerKey(entity, field);
  return useSelected(session.connection.presence.peers, (peers) => editorOf(peers, register));
}
