// Decides whether a document's state is one the studio can live with, wholly or after one transaction.
import type * as Y from 'yjs';
import { validateText } from '@/contract/text';
import { changesIn } from './changes';
import { findRegisterMap, REGISTER_MAPS } from './register-maps';
import type { Author, EditingPerson, RegisterMap } from './registers';

/*
 * Validity is decided register by register, never across registers. So any merge of two valid documents is
 * valid, and the server may accept two people's concurrent edits without asking either again.
 */

export const FORBIDDEN = 'The edit writes to a part of the project that only the studio itself fills.';

/** Unknown maps, lists, and maps with more keys than they may have. `type` is a root of the document. */
function validateRoot(name: string, type: Y.AbstractType<unknown>): string | null {
  const map = findRegisterMap(name);
  if (!map) return `The project has no part called "${name.slice(0, 40)}".`;
  // Sequence content in a map is invisible to its readers and would travel along for ever.
  if (type._start !== null) return `"${name}" contains registers, not a list.`;
  if (type._map.size > map.maxRegisters) return `"${name}" has more entries than a project may have.`;
  return null;
}

/** Checks whether a register may have a value; returns a user message, or null. */
export function validateValue(map: RegisterMap, key: string, value: unknown): string | null {
  const schema = map.schemaFor(key);
  if (!schema) return `"${map.name}" has no register called "${key.slice(0, 80)}".`;
  // Before the schema, whose message names the register: of no help to a user with a stray character.
  const textIssue = validateText(value);
  if (textIssue !== null || schema.safeParse(value).success) return textIssue;
  return `"${key}" cannot take that value.`;
}

function validateRegister(doc: Y.Doc, map: RegisterMap, key: string): string | null {
  const stored = doc.getMap<unknown>(map.name);
  if (stored.has(key)) return validateValue(map, key, stored.get(key));
  return map.schemaFor(key) ? null : `"${map.name}" has no register called "${key.slice(0, 80)}".`;
}

/** The name of a root type, or null for a type nested inside another. */
function rootName(doc: Y.Doc, type: Y.AbstractType<unknown>): string | null {
  if (type._item !== null) return null;
  for (const [name, root] of doc.share) if (root === type) return name;
  return null;
}

/** Values that this person may not leave there, as a comment in another's name. */
function validatePerson(map: RegisterMap, transaction: Y.Transaction, person: EditingPerson): string | null {
  if (!map.validatePerson) return null;
  for (const { key, after } of changesIn(map, transaction)) {
    const issue = map.validatePerson(key, after, person);
    if (issue) return issue;
  }
  return null;
}

/** What one transaction did to one type; `keys` are its changed registers, null standing for list content. */
function validateType(
  transaction: Y.Transaction,
  type: Y.AbstractType<unknown>,
  keys: ReadonlySet<string | null>,
  author: Author,
): string | null {
  const { doc } = transaction;
  const name = rootName(doc, type);
  if (name === null) return 'A project consists of plain registers; nothing can be nested in them.';
  const map = findRegisterMap(name);
  const rootIssue = validateRoot(name, type);
  if (rootIssue || !map) return rootIssue;
  if (map.writer === 'server' && author !== 'server') return FORBIDDEN;
  for (const key of keys) {
    const issue = key === null ? null : validateRegister(doc, map, key);
    if (issue) return issue;
  }
  return author === 'server' ? null : validatePerson(map, transaction, author);
}

/**
 * Checks what one transaction changed; call it in an `afterTransaction` handler.
 * @param author who made it; users may not change what only the server writes, nor write in another's name
 * @returns a user message, or null when the change is valid
 */
export function validateChange(transaction: Y.Transaction, author: Author): string | null {
  for (const [type, keys] of transaction.changed) {
    const issue = validateType(transaction, type as Y.AbstractType<unknown>, keys, author);
    if (issue) return issue;
  }
  return null;
}

/**
 * Checks a whole document.
 * @returns a user message, or null when the state is valid
 */
export function validateState(doc: Y.Doc): string | null {
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
    return 'The edit builds on edits that the studio has never seen.';
  }
  for (const map of REGISTER_MAPS) doc.getMap(map.name);
  for (const [name, type] of doc.share) {
    const isEmpty = type._start === null && type._map.size === 0;
    const issue = isEmpty ? null : validateRoot(name, type as Y.AbstractType<unknown>);
    if (issue) return issue;
  }
  for (const map of REGISTER_MAPS) {
    for (const key of doc.getMap(map.name).keys()) {
      const issue = validateRegister(doc, map, key);
      if (issue) return issue;
    }
  }
  return null;
}
