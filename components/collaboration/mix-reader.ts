// The shared mix and the stems as watchable values; what did not change keeps its identity, so React skips it.
import type * as Y from 'yjs';
import { readMix } from '@/document/read';
import { MIX_MAP, type MixState, RESULTS_MAP, type StemResult } from '@/document/schema';
import { STYLES_MAP } from '@/document/style-schema';
import { readHeardStems } from '@/document/styles';
import { type Readable, Store } from './store';

export interface MixReader {
  readonly mix: Readable<MixState>;
  /** The audio that is heard, in the order of the mixer. */
  readonly stems: Readable<readonly StemResult[]>;
  destroy(): void;
}

function isEqual<Plain extends object>(a: Plain, b: Plain): boolean {
  const keys = Object.keys(b) as (keyof Plain)[];
  return Object.keys(a).length === keys.length && keys.every((key) => Object.is(a[key], b[key]));
}

/** `next`, with every strip that is equal to the one in `before` replaced by that very object. */
export function shareUnchanged(before: MixState, next: MixState): MixState {
  const strips = Object.fromEntries(
    Object.entries(next.strips).map(([id, strip]) => {
      const old = before.strips[id];
      return [id, old && isEqual(old, strip) ? old : strip];
    }),
  );
  const shared = {
    strips: isEqual(before.strips, strips) ? before.strips : strips,
    master: isEqual(before.master, next.master) ? before.master : next.master,
  };
  return isEqual(before, shared) ? before : shared;
}

const sameStems = (a: readonly StemResult[], b: readonly StemResult[]): boolean =>
  a.length === b.length && a.every((stem, i) => isEqual(stem, b[i]!));

/** Watches a document; call destroy() before the document goes. */
export function createMixReader(doc: Y.Doc): MixReader {
  const mix = new Store(readMix(doc));
  const stems = new Store<readonly StemResult[]>(readHeardStems(doc));
  const mixMap = doc.getMap(MIX_MAP);
  const resultsMap = doc.getMap(RESULTS_MAP);
  const stylesMap = doc.getMap(STYLES_MAP);
  const onMix = () => mix.set(shareUnchanged(mix.get(), readMix(doc)));
  const onStyles = () => {
    const next = readHeardStems(doc);
    if (!sameStems(stems.get(), next)) stems.set(next);
  };
  const onResults = () => {
    onStyles();
    onMix();
  };
  mixMap.observe(onMix);
  resultsMap.observe(onResults);
  stylesMap.observe(onStyles);
  return {
    mix,
    stems,
    destroy() {
      mixMap.unobserve(onMix);
      resultsMap.unobserve(onResults);
      stylesMap.unobserve(onStyles);
    },
  };
}
