// The sounds that the stems of an open project are played with: choosing and setting them, and word of renders.
import type * as Y from 'yjs';
import type { StyleSetting, StyleState } from '@/document/style-schema';
import { resetStyle, setStyle } from '@/document/styles';
import type { JobEvent } from '@/document/wire/events';
import type { Styles } from '../../collaboration/mix-reader';
import { type Readable, Store } from '../../ui/store';

export class StyleControl {
  readonly #doc: Y.Doc;
  readonly #origin: unknown;

  /**
   * @param styles what the stems are played with here and now
   * @param origin the transaction origin that this person's undo tracks
   */
  constructor(
    doc: Y.Doc,
    readonly styles: Readable<Styles>,
    origin: unknown,
  ) {
    this.#doc = doc;
    this.#origin = origin;
  }

  /** Plays a stem with a sound, for everybody; null plays it as it is. One step of undo. */
  choose(stemId: string, sound: string | null): void {
    setStyle(this.#doc, stemId, 'sound', sound, this.#origin);
  }

  /** Changes one setting for everybody; one step of undo. */
  set<Name extends StyleSetting>(stemId: string, field: Name, value: StyleState[Name]): void {
    setStyle(this.#doc, stemId, field, value, this.#origin);
  }

  /** Puts all settings of a stem back to their defaults; one step of undo. */
  reset(stemId: string): void {
    resetStyle(this.#doc, stemId, this.#origin);
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
