// The sounds that the stems of an open project are played with: watching, choosing and setting them.
import type * as Y from 'yjs';
import { readStems } from '@/document/read';
import { RESULTS_MAP } from '@/document/schema';
import { STYLES_MAP, type StyleSetting, type StyleState, styleFields } from '@/document/style-schema';
import { readStyle, resetStyle, setStyle } from '@/document/styles';
import type { JobEvent } from '@/document/wire/events';
import { type Readable, Store } from '../collaboration/store';

export type Styles = ReadonlyMap<string, StyleState>;

const FIELDS = Object.keys(styleFields) as readonly (keyof StyleState)[];

const isSameStyle = (a: StyleState, b: StyleState): boolean => FIELDS.every((field) => a[field] === b[field]);

/** The styles of all stems; one that did not change keeps its identity, so that its strip is not drawn again. */
function readStyles(doc: Y.Doc, before: Styles): Styles {
  return new Map(
    readStems(doc).map(({ id }) => {
      const [old, next] = [before.get(id), readStyle(doc, id)];
      return [id, old && isSameStyle(old, next) ? old : next];
    }),
  );
}

export class StyleControl {
  readonly #styles: Store<Styles>;
  readonly #stop: () => void;

  constructor(
    private readonly doc: Y.Doc,
    /** The transaction origin that this person's undo tracks. */
    private readonly origin: unknown,
  ) {
    this.#styles = new Store<Styles>(readStyles(doc, new Map()));
    const refresh = () => this.#styles.set(readStyles(doc, this.#styles.get()));
    const maps = [doc.getMap(STYLES_MAP), doc.getMap(RESULTS_MAP)];
    for (const map of maps) map.observe(refresh);
    this.#stop = () => {
      for (const map of maps) map.unobserve(refresh);
    };
  }

  get styles(): Readable<Styles> {
    return this.#styles;
  }

  /** Plays a stem with a sound, for everybody; null plays it as it is. One step of undo. */
  choose(stemId: string, sound: string | null): void {
    setStyle(this.doc, stemId, 'sound', sound, this.origin);
  }

  /** Changes one setting for everybody; one step of undo. */
  set<Name extends StyleSetting>(stemId: string, field: Name, value: StyleState[Name]): void {
    setStyle(this.doc, stemId, field, value, this.origin);
  }

  /** Puts all settings of a stem back to their defaults; one step of undo. */
  reset(stemId: string): void {
    resetStyle(this.doc, stemId, this.origin);
  }

  destroy(): void {
    this.#stop();
  }
}

/** The newest word about the render of each stem. */
export class RestyleJobs {
  readonly #jobs = new Store<ReadonlyMap<string, JobEvent>>(new Map());

  get byStem(): Readable<ReadonlyMap<string, JobEvent>> {
    return this.#jobs;
  }

  /** Feed every live job event of the project. */
  readonly onJob = (event: JobEvent): void => {
    if (event.name !== 'restyle-stem' || event.stemId === null) return;
    this.#jobs.set(new Map(this.#jobs.get()).set(event.stemId, event));
  };
}
