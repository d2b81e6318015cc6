// What buttons and keys do where the playhead stands, or to the clip that is picked; what comes of it is picked next.
import type { StemResult } from '@/document/schema';
import type { StudioSession } from './studio-session';

const findStem = ({ stems }: StudioSession, id: string | undefined): StemResult | undefined =>
  stems.all.get().find((stem) => stem.id === id);

/**
 * Cuts a stem at the playhead.
 * @param stemId which one; left out, that of the clip that is picked. Without either nothing happens.
 */
export function splitAtPlayhead(session: StudioSession, stemId?: string): void {
  const { lanes, player } = session;
  const stem = findStem(session, stemId ?? lanes.view.picked.get()?.stemId);
  const behind = stem && lanes.clips.split(stem, player.getPlayhead());
  if (stem && behind) lanes.view.picked.set({ stemId: stem.id, clipId: behind });
}

/** Takes the clip that is picked away. */
export function removePicked(session: StudioSession): void {
  const { lanes } = session;
  const picked = lanes.view.picked.get();
  const stem = findStem(session, picked?.stemId);
  if (stem && picked) lanes.clips.remove(stem, picked.clipId);
  lanes.view.picked.set(null);
}

/** Puts a copy of the clip that is picked right behind it. */
export function duplicatePicked(session: StudioSession): void {
  const { lanes } = session;
  const picked = lanes.view.picked.get();
  const stem = findStem(session, picked?.stemId);
  const copy = stem && picked && lanes.clips.duplicate(stem, picked.clipId);
  if (stem && copy) lanes.view.picked.set({ stemId: stem.id, clipId: copy });
}
