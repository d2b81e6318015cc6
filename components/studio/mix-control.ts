// The hands on the mix: what a control does to the sound at once, to the shared document soon, and to undo.

import type * as Y from 'yjs';
import { setMaster, setStrip } from '@/document/edits';
import { registerKey } from '@/document/registers';
import { MASTER_ID, type MixState } from '@/document/schema';
import type { PersonalUndo } from '@/document/undo';
import { shareUnchanged } from '../collaboration/mix-reader';
import { type Readable, Store } from '../collaboration/store';
import { createThrottle, type Throttle } from '../collaboration/throttle';
import type { Gesture } from '../controls/gesture';

export type LevelField = 'gainDb' | 'pan';

export interface MixControlParts {
  readonly doc: Y.Doc;
  /** The transaction origin that `undo` tracks. */
  readonly origin: unknown;
  readonly undo: PersonalUndo;
  readonly shared: Readable<MixState>;
  /** Tells the others which register this hand is on. */
  readonly announce: (register: string | null) => void;
}

/** About the rate at which the ear and the eye still see one movement; more would only cost bandwidth. */
const WRITE_EVERY_MS = 33;

interface Hand {
  readonly entity: string;
  readonly field: LevelField;
  readonly write: Throttle<number>;
  value: number | null;
}

export class MixControl {
  readonly #parts: MixControlParts;
  readonly #heard: Store<MixState>;
  readonly #soloed = new Store<ReadonlySet<string>>(new Set());
  readonly #hands = new Map<string, Hand>();
  readonly #gestures = new Map<string, Gesture>();
  readonly #stop: () => void;

  constructor(parts: MixControlParts) {
    this.#parts = parts;
    this.#heard = new Store(parts.shared.get());
    this.#stop = parts.shared.subscribe(() => this.#refresh());
  }

  /** The shared mix with this person's own hands on top: what is heard and shown here. */
  get heard(): Readable<MixState> {
    return this.#heard;
  }

  /** Stems on solo for this listener alone; never in the document. */
  get soloed(): Readable<ReadonlySet<string>> {
    return this.#soloed;
  }

  /** The gesture of one continuous control; the same object for the same control. `entity` may be the master. */
  gesture(entity: string, field: LevelField): Gesture {
    const register = registerKey(entity, field);
    const known = this.#gestures.get(register);
    if (known) return known;
    const made: Gesture = {
      grab: () => this.#grab(register, entity, field),
      move: (value) => this.#move(register, value),
      release: () => this.#release(register),
    };
    this.#gestures.set(register, made);
    return made;
  }

  /** Sets mute for everybody; one step of undo. */
  setMute(stemId: string, mute: boolean): void {
    setStrip(this.#parts.doc, stemId, 'mute', mute, this.#parts.origin);
  }

  /** Puts a stem on or off solo; `alone` takes every other stem off. */
  toggleSolo(stemId: string, alone = false): void {
    const before = this.#soloed.get();
    const next = new Set(alone ? [] : before);
    if (before.has(stemId)) next.delete(stemId);
    else next.add(stemId);
    this.#soloed.set(next);
  }

  /** Takes every stem off solo. */
  clearSolo(): void {
    if (this.#soloed.get().size > 0) this.#soloed.set(new Set());
  }

  /** Lets go of everything; a drag in progress is written as far as it came. */
  destroy(): void {
    for (const register of [...this.#hands.keys()]) this.#release(register);
    this.#stop();
  }

  #grab(register: string, entity: string, field: LevelField): void {
    if (this.#hands.has(register)) return;
    const write = createThrottle<number>(WRITE_EVERY_MS, (value) => this.#write(entity, field, value));
    this.#hands.set(register, { entity, field, write, value: null });
    this.#parts.undo.beginGesture();
    this.#parts.announce(register);
  }

  #move(register: string, value: number): void {
    const hand = this.#hands.get(register);
    if (!hand) return;
    hand.value = value;
    this.#refresh();
    hand.write.push(value);
  }

  #release(register: string): void {
    const hand = this.#hands.get(register);
    if (!hand) return;
    hand.write.flush();
    this.#hands.delete(register);
    this.#parts.undo.endGesture();
    this.#parts.announce([...this.#hands.keys()].at(-1) ?? null);
    this.#refresh();
  }

  #write(entity: string, field: LevelField, value: number): void {
    const { doc, origin } = this.#parts;
    if (entity !== MASTER_ID) setStrip(doc, entity, field, value, origin);
    else if (field === 'gainDb') setMaster(doc, 'gainDb', value, origin);
  }

  #refresh(): void {
    const shared = this.#parts.shared.get();
    const strips = { ...shared.strips };
    let master = shared.master;
    for (const { entity, field, value } of this.#hands.values()) {
      if (value === null) continue;
      const strip = strips[entity];
      if (entity === MASTER_ID && field === 'gainDb') master = { gainDb: value };
      else if (strip) strips[entity] = { ...strip, [field]: value };
    }
    this.#heard.set(shareUnchanged(this.#heard.get(), { strips, master }));
  }
}
