// The places of a track that a DJ would mark, from its sections and its extent.
import type { Extent } from './extent';
import type { Cue, Section } from './types';

/**
 * Marks the first and last sound, where the groove comes in (the first bar of the music), the first drop, and
 * where the track begins to leave (its outro, or the last section when it has none).
 */
export function placeCues(extent: Extent, sections: readonly Section[]): Cue[] {
  if (extent.isSilent) return [];
  const drop = sections.find(({ kind }) => kind === 'drop');
  const leaving = sections.find(({ kind }) => kind === 'outro') ?? sections.at(-1);
  const cues: Cue[] = [{ kind: 'first-sound', at: extent.first }];
  if (sections[0]) cues.push({ kind: 'mix-in', at: sections[0].start });
  if (drop) cues.push({ kind: 'first-drop', at: drop.start });
  if (leaving) cues.push({ kind: 'mix-out', at: leaving.start });
  cues.push({ kind: 'last-sound', at: extent.last });
  return cues.sort((a, b) => a.at - b.at);
}
