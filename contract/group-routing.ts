// What groups have to do with mute and solo, by the ids of tracks.

interface GroupedStrip {
  readonly mute: boolean;
  /** The id of the group that it goes through; a group goes through none. */
  readonly group?: string | undefined;
}
type Strips = Readonly<Record<string, GroupedStrip>>;

const stripOf = (strips: Strips, id: string | undefined): GroupedStrip | undefined =>
  id !== undefined && Object.hasOwn(strips, id) ? strips[id] : undefined;

/** Whether a track is muted, by itself or with its group: then its sends are silent as well. */
export function isMuted(strips: Strips, id: string): boolean {
  const strip = stripOf(strips, id);
  return strip?.mute === true || stripOf(strips, strip?.group)?.mute === true;
}

/** Whether a track is among those on solo: a group takes its tracks with it, and a track opens its group. */
export function isSoloed(strips: Strips, id: string, soloed: ReadonlySet<string>): boolean {
  const group = stripOf(strips, id)?.group;
  if (soloed.has(id) || (group !== undefined && soloed.has(group))) return true;
  for (const each of soloed) if (stripOf(strips, each)?.group === id) return true;
  return false;
}

/** Whether a track is heard: not muted, and on solo when any is. */
export const isHeard = (strips: Strips, id: string, soloed: ReadonlySet<string>): boolean =>
  !isMuted(strips, id) && (soloed.size === 0 || isSoloed(strips, id, soloed));
