// The shared mix and the tracks as watchable values; what did not change keeps its identity, so React skips it.

import type * as Y from 'yjs';
import { stemIdSchema } from '@/contract/stems';
import { fieldsOfEntity } from '@/document/fields';
import { readMix, rereadControls } from '@/document/read';
import { REGISTER_MAPS } from '@/document/register-maps';
import { parseRegisterKey } from '@/document/registers';
import { MIX_MAP, type MixState, RESULTS_MAP, type StemResult } from '@/document/schema';
import { STYLES_MAP, type StyleState } from '@/document/style-schema';
import { readAudibleSources, readStyles } from '@/document/styles';
import { TRACKS_MAP } from '@/document/track-schema';
import { readTracks, type Track } from '@/document/tracks';
import { type Readable, Store } from '../ui/store';

export type Styles = Readonly<Record<string, StyleState>>;

/** What makes up the mix beside its controls and its sounds: a change there is read as a change of the whole mix. */
const OTHERS: ReadonlySet<string> = new Set([MIX_MAP, STYLES_MAP, TRACKS_MAP]);
const LANE_MAPS = REGISTER_MAPS.filter(({ name, isMix }) => isMix && !OTHERS.has(name));

export interface MixReader {
  readonly mix: Readable<MixState>;
  /** The tracks in the order of the mixer, with the audio that each plays. */
  readonly tracks: Readable<readonly Track[]>;
  /** Everything that tracks and clips can play. */
  readonly sources: Readable<readonly StemResult[]>;
  /** What each stem is to be played with, by its id. */
  readonly styles: Readable<Styles>;
  destroy(): void;
}

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null;

function isSame(a: Plain, b: Plain): boolean {
  const keys = Object.keys(b);
  return Object.keys(a).length === keys.length && keys.every((key) => Object.is(a[key], b[key]));
}

function shared(before: unknown, next: unknown): unknown {
  if (!isPlain(before) || !isPlain(next) || before === next) return next;
  const parts = Object.entries(next).map(([key, part]) => [key, shared(before[key], part)] as const);
  // A list is compared by its indices, and a list again when it has changed.
  const result: Plain = Object.fromEntries(parts);
  if (isSame(before, result)) return before;
  return Array.isArray(next) ? Object.values(result) : result;
}

/** `next`, with every part that says the same as in `before` replaced by that very object. */
export function shareUnchanged<State extends object>(before: State, next: State): State {
  // Put together from the parts of two states of one type, part by part.
  return shared(before, next) as State;
}

/** Watches a document; call destroy() before the document goes. */
export function createMixReader(doc: Y.Doc): MixReader {
  const mix = new Store(readMix(doc));
  const tracks = new Store<readonly Track[]>(readTracks(doc));
  const sources = new Store<readonly StemResult[]>(readAudibleSources(doc));
  const styles = new Store<Styles>(readStyles(doc));
  const show = (next: MixState) => mix.set(shareUnchanged(mix.get(), next));
  const onMix = () => show(readMix(doc));
  // Somebody's hand on a control: thirty times a second, with all clips and lanes of the song as they were.
  const onControls = ({ keysChanged }: { readonly keysChanged: ReadonlySet<string> }) => {
    const entities = new Set([...keysChanged].map((key) => parseRegisterKey(key)?.entity ?? key));
    const isKnown = (entity: string) =>
      stemIdSchema.safeParse(entity).success
        ? tracks.get().some(({ id }) => id === entity)
        : fieldsOfEntity(entity) !== null;
    if ([...entities].every(isKnown)) {
      show([...entities].reduce((next, entity) => rereadControls(doc, next, entity), mix.get()));
    } else onMix();
  };
  const onStyles = () => {
    sources.set(shareUnchanged(sources.get(), readAudibleSources(doc)));
    tracks.set(shareUnchanged(tracks.get(), readTracks(doc)));
    styles.set(shareUnchanged(styles.get(), readStyles(doc)));
  };
  const onResults = () => {
    onStyles();
    onMix();
  };
  const watch = [
    { map: doc.getMap(MIX_MAP), onChange: onControls },
    { map: doc.getMap(STYLES_MAP), onChange: onStyles },
    { map: doc.getMap(RESULTS_MAP), onChange: onResults },
    { map: doc.getMap(TRACKS_MAP), onChange: onResults },
    ...LANE_MAPS.map(({ name }) => ({ map: doc.getMap(name), onChange: onMix })),
  ];
  for (const { map, onChange } of watch) map.observe(onChange);
  return {
    mix,
    tracks,
    sources,
    styles,
    destroy() {
      for (const { map, onChange } of watch) map.unobserve(onChange);
    },
  };
}
