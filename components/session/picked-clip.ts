// What buttons and keys do where the playhead stands, or to the clip that is picked; what comes of it is picked next.
import type { Track } from '@/document/tracks';
import type { StudioSession } from './studio-session';

const findTrack = ({ tracks }: StudioSession, id: string | undefined): Track | undefined =>
  tracks.all.get().find((track) => track.id === id);

/**
 * Cuts a track at the playhead.
 * @param stemId which one; left out, that of the clip that is picked. Without either nothing happens.
 */
export function splitAtPlayhead(session: StudioSession, stemId?: string): void {
  const { lanes, player } = session;
  const track = findTrack(session, stemId ?? lanes.view.picked.get()?.stemId);
  const behind = track && lanes.clips.split(track, player.getPlayhead());
  if (track && behind) lanes.view.picked.set({ stemId: track.id, clipId: behind });
}

/** Takes the clip that is picked away. */
export function removePicked(session: StudioSession): void {
  const { lanes } = session;
  const picked = lanes.view.picked.get();
  const track = findTrack(session, picked?.stemId);
  if (track && picked) lanes.clips.remove(track, picked.clipId);
  lanes.view.picked.set(null);
}

/** Puts a copy of the clip that is picked right behind it. */
export function duplicatePicked(session: StudioSession): void {
  const { lanes } = session;
  const picked = lanes.view.picked.get();
  const track = findTrack(session, picked?.stemId);
  const copy = track && picked && lanes.clips.duplicate(track, picked.clipId);
  if (track && copy) lanes.view.picked.set({ stemId: track.id, clipId: copy });
}
