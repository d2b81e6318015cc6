// What one transaction changed, register by register.
import * as Y from 'yjs';
import { REGISTER_MAPS } from './register-maps';
import type { RegisterMap } from './registers';

export interface RegisterChange {
  readonly map: string;
  readonly key: string;
  /** Undefined when the register was empty. */
  readonly before: unknown;
  /** Undefined when the register has been emptied. */
  readonly after: unknown;
}

/**
 * The registers of a map whose value differs from before. An edit that was already overridden by a concurrent
 * one changes nothing and is not included. Call it in an `afterTransaction` handler: overwritten values are
 * discarded right after.
 */
export function changesIn(map: RegisterMap, transaction: Y.Transaction): RegisterChange[] {
  const type = transaction.doc.getMap<unknown>(map.name);
  const keysChanged = (transaction.changed as ReadonlyMap<unknown, Set<string | null>>).get(type);
  if (!keysChanged) return [];
  const { keys } = new Y.YMapEvent(type, transaction, keysChanged).changes;
  return [...keys].map(([key, { oldValue }]) => ({
    map: map.name,
    key,
    before: oldValue,
    after: type.get(key),
  }));
}

/** Every register that a transaction changed; call it in an `afterTransaction` handler. */
export const changedRegisters = (transaction: Y.Transaction): RegisterChange[] =>
  REGISTER_MAPS.flatMap((map) => changesIn(map, transaction));
