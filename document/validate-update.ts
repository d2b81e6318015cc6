// Inspects an encoded update before it is applied to any document: is it complete, with nothing but allowed
// content?
import * as Y from 'yjs';
import { findRegisterMap } from './register-maps';

/** Yjs keeps clocks as plain numbers; nobody makes two thousand million edits in one tab. */
const MAX_CLOCK = 2 ** 31;

/** The user message about an edit that is not a whole, consistent update. */
export const UNREADABLE_EDIT = 'The edit could not be read.';
const UNKNOWN_CONTENT = 'The edit contains data that a project cannot store.';

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];
type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds'];

/**
 * `parent` is a string here, before integration, when the item says which root it belongs to; most items leave
 * it out and inherit it from the neighbour they name.
 */
function validateItem(item: Y.Item): string | null {
  const isRegister = item.content instanceof Y.ContentAny || item.content instanceof Y.ContentDeleted;
  if (!isRegister) return UNKNOWN_CONTENT;
  const parent: unknown = item.parent;
  if (parent === null) return null;
  if (typeof parent !== 'string') return UNKNOWN_CONTENT;
  return findRegisterMap(parent) ? null : `The project has no part called "${parent.slice(0, 40)}".`;
}

function validateStruct(struct: Struct): string | null {
  if (!Number.isSafeInteger(struct.id.client) || struct.id.clock + struct.length > MAX_CLOCK)
    return UNREADABLE_EDIT;
  if (struct.length < 1) return UNREADABLE_EDIT;
  return struct instanceof Y.Item ? validateItem(struct) : null;
}

function isDeleteSetBroken(deletions: DeleteSet): boolean {
  for (const ranges of deletions.clients.values()) {
    if (ranges.some((range) => range.len < 1 || range.clock + range.len > MAX_CLOCK)) return true;
  }
  return false;
}

/**
 * Reads an update without applying it. Lazy decoding comes first for a reason: applying allocates what the
 * update's own counters claim, so a short but false update would cost hundreds of megabytes.
 * @param update a Yjs update, version 1
 * @returns a user message, or null when the update may be tried on a staging document
 */
export function validateUpdate(update: Uint8Array): string | null {
  try {
    const { structs, ds } = Y.decodeUpdate(update);
    for (const struct of structs) {
      const issue = validateStruct(struct);
      if (issue) return issue;
    }
    return isDeleteSetBroken(ds) ? UNREADABLE_EDIT : null;
  } catch {
    // Whatever the decoder throws, this is not an update: the details are about bytes that mean nothing to a
    // user.
    return UNREADABLE_EDIT;
  }
}
