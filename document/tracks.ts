// Reads the tracks of a project: what stands in the mixer, in its order, and what each plays.
import type * as Y from 'yjs';
import { stemIdSchema } from '@/contract/stems';
import { defaultTrackColor, type TrackColor } from '@/contract/track-colors';
import { SAMPLE_RATE, SEGMENT_SAMPLES } from '@/contract/units';
import { parseRegisterKey, registerKey } from './registers';
import type { StemResult } from './schema';
import { readDeliveredSources, readStems, stemRank } from './sources';
import { readAudibleSources } from './styles';
import { inMixerOrder, type Row } from './track-order';
import { TRACKS_MAP, type TrackField, trackFields } from './track-schema';

/**
 * A track of the mixer. `id` and `name` are the track's; everything else describes the source that it plays where its
 * clips name no other. One without a source has a length of 0.
 */
export interface Track extends StemResult, Omit<Row, 'id'> {
  /** The id of that source; null for a track that plays what its clips name alone. */
  readonly stemId: string | null;
  readonly color: TrackColor;
}

/** The track that a separated stem is until somebody changes it. */
export const stemTrack = (stem: StemResult): Track => ({
  ...stem,
  stemId: stem.id,
  color: defaultTrackColor(stem.id),
  position: stemRank(stem.id),
  kind: 'track',
  group: null,
});

/** What describes the audio of a track that has no source of its own. */
const NO_AUDIO = {
  sourceId: 'none',
  lengthSamples: 0,
  sampleRate: SAMPLE_RATE,
  segmentSamples: SEGMENT_SAMPLES,
  headroomBits: 0,
} as const;

type Fields = { readonly [Field in TrackField]: (typeof trackFields)[Field]['_output'] };

function readField<Field extends TrackField>(
  doc: Y.Doc,
  trackId: string,
  field: Field,
): Fields[Field] | undefined {
  const parsed = trackFields[field].safeParse(doc.getMap(TRACKS_MAP).get(registerKey(trackId, field)));
  // The schema of this very field.
  return parsed.success ? (parsed.data as Fields[Field]) : undefined;
}

/** The tracks that people made, removed ones included. */
function madeTrackIds(doc: Y.Doc): string[] {
  const ids: string[] = [];
  for (const key of doc.getMap(TRACKS_MAP).keys()) {
    const name = parseRegisterKey(key);
    if (name?.field === 'source' && stemIdSchema.safeParse(name.entity).success) ids.push(name.entity);
  }
  return ids;
}

const isRemoved = (doc: Y.Doc, id: string): boolean => readField(doc, id, 'removed') === true;

/** The ids of all tracks in no particular order: a track for each separated stem, and those that people made. */
export function readTrackIds(doc: Y.Doc): ReadonlySet<string> {
  const ids = [...readStems(doc).map(({ id }) => id), ...madeTrackIds(doc)];
  return new Set(ids.filter((id) => !isRemoved(doc, id)));
}

/** Whether a track is a group, removed or not: one that people made, without a source. */
export const isGroup = (doc: Y.Doc, id: string): boolean =>
  readField(doc, id, 'kind') === 'group' && readField(doc, id, 'source') === null;

/** The id of the group that a track is in; null for none. Groups are one deep. */
export function readGroupOf(doc: Y.Doc, id: string): string | null {
  const group = readField(doc, id, 'group') ?? null;
  if (group === null || isGroup(doc, id)) return null;
  return isGroup(doc, group) && !isRemoved(doc, group) ? group : null;
}

/** The id of the source that a track plays where its clips name no other: a separated stem plays itself. */
function ownSourceId(doc: Y.Doc, trackId: string): string | null {
  const made = readField(doc, trackId, 'source');
  return made === undefined ? trackId : made;
}

function readTrack(doc: Y.Doc, id: string, sources: ReadonlyMap<string, StemResult>): Track {
  const source = sources.get(ownSourceId(doc, id) ?? '');
  return {
    ...(source ?? NO_AUDIO),
    id,
    name: readField(doc, id, 'name') ?? source?.name ?? 'Track',
    stemId: source?.id ?? null,
    color: readField(doc, id, 'color') ?? defaultTrackColor(id),
    position: readField(doc, id, 'position') ?? stemRank(id),
    kind: isGroup(doc, id) ? 'group' : 'track',
    group: readGroupOf(doc, id),
  };
}

/**
 * The tracks in the order of the mixer, each with the audio that everyone plays. A pure function of the converged
 * state.
 */
export function readTracks(doc: Y.Doc): Track[] {
  const sources = new Map(readAudibleSources(doc).map((source) => [source.id, source]));
  return inMixerOrder([...readTrackIds(doc)].map((id) => readTrack(doc, id, sources)));
}

/** What a track is called, removed or not; null where no track has the id. */
export function trackName(doc: Y.Doc, id: string): string | null {
  const sourceId = ownSourceId(doc, id);
  const source = readDeliveredSources(doc).find((each) => each.id === sourceId);
  return readField(doc, id, 'name') ?? source?.name ?? null;
}
