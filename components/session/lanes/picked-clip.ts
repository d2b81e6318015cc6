// What buttons and keys do where the playhead stands, or to the clip that is picked; what comes of it is picked next.
import type { Track } from '@/document/tracks';
import type { StudioSession } from '../studio-session';

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

/** Moves the clip that is picked to the track above or below, where it stands as it stood. @returns the id that it has there */
export function movePickedToTrack(session: StudioSession, step: -1 | 1): string | null {
  const { lanes, tracks } = session;
  const picked = lanes.view.picked.get();
  const all = tracks.all.get().filter(({ kind }) => kind === 'track');
  const from = findTrack(session, picked?.stemId);
  const to = from && all[all.indexOf(from) + step];
  const clip = from && lanes.clips.clipsOf(from).find(({ id }) => id === picked?.clipId);
  if (!from || !to || !clip) return null;
  const id = lanes.clips.moveToTrack({ from, clipId: clip.id, to, start: clip.start });
  if (id) lanes.view.picked.set({ stemId: to.id, clipId: id });
  return id;
}
