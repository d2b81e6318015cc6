// Gestures on the mix: a control changes the sound at once, the shared document shortly after, and the undo
// history.
import type * as Y from 'yjs';
import { resetProcessor, setField } from '@/document/edits';
import type { FieldValue } from '@/document/fields';
import { withField } from '@/document/mix-fields';
import { registerKey } from '@/document/registers';
import type { MixState } from '@/document/schema';
import type { PersonalUndo } from '@/document/undo';
import { shareUnchanged } from '../../collaboration/mix-reader';
import type { Gesture } from '../../ui/controls/gesture';
import { type Readable, Store } from '../../ui/store';
import { createThrottle, type Throttle, WRITE_EVERY_MS } from '../../ui/throttle';

export interface MixControlParts {
  readonly doc: Y.Doc;
  /** The transaction origin that `undo` tracks. */
  readonly origin: unknown;
  readonly undo: PersonalUndo;
  readonly shared: Readable<MixState>;
  /** Notifies the other users which register this gesture is editing. */
  readonly announce: (register: string | null) => void;
}

interface ActiveGesture {
  readonly entity: string;
  readonly field: string;
  readonly write: Throttle<number>;
  value: number | null;
}

export class MixControl {
  readonly #parts: MixControlParts;
  readonly #localMix: Store<MixState>;
  readonly #soloed = new Store<ReadonlySet<string>>(new Set());
  readonly #active = new Map<string, ActiveGesture>();
  readonly #gestures = new Map<string, Gesture>();
  readonly #stop: () => void;

  constructor(parts: MixControlParts) {
    this.#parts = parts;
    this.#localMix = new Store(parts.shared.get());
    this.#stop = parts.shared.subscribe(() => this.#refresh());
  }

  /** The shared mix with this user's gestures applied: what is played and shown here. */
  get localMix(): Readable<MixState> {
    return this.#localMix;
  }

  /** Stems on solo for this listener alone; never in the document. */
  get soloed(): Readable<ReadonlySet<string>> {
    return this.#soloed;
  }

  /**
   * The gesture of one continuous control; the same object for the same control.
   * @param entity a stem id, `master`, `reverb`, `delay` or `song`
   * @param field one of its numbers, as its register is called
   */
  gesture(entity: string, field: string): Gesture {
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

  /** Sets one field for everybody; one step of undo. */
  set(entity: string, field: string, value: FieldValue): void {
    setField(this.#parts.doc, entity, field, value, this.#parts.origin);
  }

  /** Sets several fields for everybody; one step of undo. */
  setTogether(changes: readonly (readonly [entity: string, field: string, value: FieldValue])[]): void {
    this.#parts.undo.beginGesture();
    for (const [entity, field, value] of changes) this.set(entity, field, value);
    this.#parts.undo.endGesture();
  }

  /** Sets mute for everybody; one step of undo. */
  setMute(stemId: string, mute: boolean): void {
    this.set(stemId, 'mute', mute);
  }

  /** Puts a processor of an entity back to its defaults, or all of the entity; one step of undo. */
  resetProcessor(entity: string, part: string | null): void {
    resetProcessor(this.#parts.doc, entity, part, this.#parts.origin);
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
    for (const register of [...this.#active.keys()]) this.#release(register);
    this.#stop();
  }

  #grab(register: string, entity: string, field: string): void {
    if (this.#active.has(register)) return;
    const write = createThrottle<number>(WRITE_EVERY_MS, (value) => this.set(entity, field, value));
    this.#active.set(register, { entity, field, write, value: null });
    this.#parts.undo.beginGesture();
    this.#parts.announce(register);
  }

  #move(register: string, value: number): void {
    const active = this.#active.get(register);
    if (!active) return;
    active.value = value;
    this.#refresh();
    active.write.push(value);
  }

  #release(register: string): void {
    const active = this.#active.get(register);
    if (!active) return;
    active.write.flush();
    this.#active.delete(register);
    this.#parts.undo.endGesture();
    this.#parts.announce([...this.#active.keys()].at(-1) ?? null);
    this.#refresh();
  }

  #refresh(): void {
    let mix = this.#parts.shared.get();
    for (const { entity, field, value } of this.#active.values()) {
      if (value !== null) mix = withField(mix, entity, field, value);
    }
    this.#localMix.set(shareUnchanged(this.#localMix.get(), mix));
  }
}
