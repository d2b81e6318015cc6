// What an encoded edit would do to the registers, read before any document takes it in: refusing it costs a look.
import * as Y from 'yjs';
import { COMMENTS_MAP } from './comment-schema';
import { commentBytes } from './comment-size';
import { findRegisterMap } from './register-maps';
import type { EditingPerson, RegisterMap } from './registers';
import { FORBIDDEN, validateValue } from './validate';

/*
 * Most invalid edits are detected here. What cannot be determined without applying the edit, such as items
 * that depend on a garbage-collected item, is left to the trial on the staging document, which has the final
 * decision.
 */

export interface UpdateOutline {
  /** A user message, or null when nothing prevents a trial of the edit. */
  readonly issue: string | null;
  /** Registers that it fills; an edit that only removes fills none. */
  readonly writes: number;
  /** By how much the person's comments grow, in bytes. */
  readonly commentGrowth: number;
}

/** The register that an item belongs to; a `key` of null is content of a list. */
interface Place {
  readonly map: string;
  readonly key: string | null;
}

const faulty = (issue: string): UpdateOutline => ({ issue, writes: 0, commentGrowth: 0 });

class Places {
  readonly #inUpdate = new Map<number, Y.Item[]>();
  readonly #resolved = new Map<Y.Item, Place | null>();
  readonly #rootNames = new Map<unknown, string>();
  readonly #doc: Y.Doc;

  constructor(items: readonly Y.Item[], doc: Y.Doc) {
    this.#doc = doc;
    for (const item of items) {
      const known = this.#inUpdate.get(item.id.client);
      if (known) known.push(item);
      else this.#inUpdate.set(item.id.client, [item]);
    }
    for (const [name, type] of doc.share) this.#rootNames.set(type, name);
  }

  /** Where an item of the update belongs; null when that is known only after applying it. */
  of(item: Y.Item): Place | null {
    const chain: Y.Item[] = [];
    let at: Y.Item | null = item;
    let place: Place | null = null;
    // Step by step, not by recursion: the items of an update may hang on one another in a long chain.
    while (at && !place) {
      const known = this.#resolved.get(at);
      if (known !== undefined) {
        place = known;
        break;
      }
      chain.push(at);
      this.#resolved.set(at, null);
      place = this.#ownPlace(at);
      at = place ? null : this.#neighbour(at);
    }
    for (const each of chain) this.#resolved.set(each, place);
    return place;
  }

  /** Where an item says that it belongs, or the item of the document that it hangs on. */
  #ownPlace(item: Y.Item): Place | null {
    const parent: unknown = item.parent;
    if (typeof parent === 'string') return { map: parent, key: item.parentSub };
    const neighbour = item.origin ?? item.rightOrigin;
    return neighbour && !this.#find(neighbour) ? this.#inDocument(neighbour) : null;
  }

  #neighbour(item: Y.Item): Y.Item | null {
    const neighbour = item.origin ?? item.rightOrigin;
    return neighbour && this.#find(neighbour);
  }

  /** Where an item of the document belongs. */
  ofStored(item: Y.Item): Place | null {
    const map = this.#rootNames.get(item.parent);
    return map === undefined ? null : { map, key: item.parentSub };
  }

  #inDocument(id: Y.ID): Place | null {
    if (id.clock >= Y.getState(this.#doc.store, id.client)) return null;
    const stored = Y.getItem(this.#doc.store, id);
    return stored instanceof Y.Item ? this.ofStored(stored) : null;
  }

  #find({ client, clock }: Y.ID): Y.Item | null {
    const items = this.#inUpdate.get(client) ?? [];
    let [low, high] = [0, items.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const item = items[middle] as Y.Item;
      if (clock < item.id.clock) high = middle - 1;
      else if (clock >= item.id.clock + item.length) low = middle + 1;
      else return item;
    }
    return null;
  }
}

type Deletions = ReturnType<typeof Y.decodeUpdate>['ds'];
type Struct = Y.Item | Y.GC;
interface Range {
  readonly clock: number;
  readonly len: number;
}

/** The items in a range of one client's clock that stand. */
function* standingItems(structs: Struct[], { clock, len }: Range): Generator<Y.Item> {
  for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
    const struct = structs[at];
    if (!struct || struct.id.clock >= clock + len) return;
    if (struct instanceof Y.Item && !struct.deleted) yield struct;
  }
}

/** Items of the document that stand and that the update removes. */
function* removedItems(doc: Y.Doc, ds: Deletions): Generator<Y.Item> {
  for (const [client, ranges] of ds.clients) {
    const structs = doc.store.clients.get(client);
    const end = Y.getState(doc.store, client);
    const known = structs ? ranges.filter(({ clock }) => clock < end) : [];
    for (const range of known) yield* standingItems(structs ?? [], range);
  }
}

const personIssue = (map: RegisterMap, key: string, value: unknown, person: EditingPerson): string | null =>
  map.validatePerson?.(key, value, person) ?? null;

function validateRemoval(doc: Y.Doc, ds: Deletions, places: Places, person: EditingPerson): string | null {
  for (const item of removedItems(doc, ds)) {
    const place = places.ofStored(item);
    const map = place && findRegisterMap(place.map);
    if (!map || place.key === null) continue;
    if (map.writer === 'server') return FORBIDDEN;
    const issue = personIssue(map, place.key, undefined, person);
    if (issue) return issue;
  }
  return null;
}

/** The effect of a new item: it fills a register, its effect is not known yet, or there is an issue. */
type ItemOutline = { readonly issue: string } | { readonly key: string; readonly map: string } | null;

function outlineItem(item: Y.Item, ds: Deletions, places: Places, person: EditingPerson): ItemOutline {
  const place = places.of(item);
  const map = place && findRegisterMap(place.map);
  if (!map) return null;
  if (place.key === null) return { issue: `"${map.name}" contains registers, not a list.` };
  if (map.writer === 'server') return { issue: FORBIDDEN };
  if (!(item.content instanceof Y.ContentAny) || Y.isDeleted(ds, item.id)) return null;
  const value: unknown = item.content.arr.at(-1);
  const issue = validateValue(map, place.key, value) ?? personIssue(map, place.key, value, person);
  return issue ? { issue } : { key: place.key, map: map.name };
}

/** By how much the comments that an update fills grow. */
function growthOf(comments: ReadonlyMap<string, number>, doc: Y.Doc): number {
  const stored = doc.getMap<unknown>(COMMENTS_MAP);
  let growth = 0;
  for (const [key, bytes] of comments) growth += bytes - commentBytes(stored.get(key));
  return growth;
}

/**
 * Reads what an edit of a person would do.
 * @param update in which validateUpdate() and buildsOnGap() found nothing
 * @param doc the document that it is meant for; read only
 */
export function outlineUpdate(update: Uint8Array, doc: Y.Doc, person: EditingPerson): UpdateOutline {
  const { structs, ds } = Y.decodeUpdate(update);
  const items = structs.filter((struct): struct is Y.Item => struct instanceof Y.Item);
  const places = new Places(items, doc);
  const removalIssue = validateRemoval(doc, ds, places, person);
  if (removalIssue) return faulty(removalIssue);
  const isNew = ({ id, length }: Y.Item) => id.clock + length > Y.getState(doc.store, id.client);
  let writes = 0;
  const comments = new Map<string, number>();
  for (const item of items.filter(isNew)) {
    const outline = outlineItem(item, ds, places, person);
    if (!outline) continue;
    if ('issue' in outline) return faulty(outline.issue);
    writes += 1;
    const isComment = outline.map === COMMENTS_MAP && item.content instanceof Y.ContentAny;
    if (isComment) comments.set(outline.key, commentBytes((item.content as Y.ContentAny).arr.at(-1)));
  }
  return { issue: null, writes, commentGrowth: growthOf(comments, doc) };
}
