// For tests: what random edits of one map of registers are, as the table of all maps takes them.
import type fc from 'fast-check';
import type * as Y from 'yjs';
import type { CommentAuthor } from '../comment-edits';
import type { PersonalUndo } from '../undo';

export interface Replica {
  readonly doc: Y.Doc;
  readonly undo: PersonalUndo;
  readonly origin: symbol;
  readonly commentAuthor: CommentAuthor;
}

export interface RandomEdit {
  /** What it does, for whoever reads a script that failed. */
  readonly edit: unknown;
  readonly make: (replica: Replica) => void;
}

export interface MapEdits {
  readonly arbitrary: fc.Arbitrary<RandomEdit>;
  /** How often it is edited beside the other maps. */
  readonly weight: number;
  /** What the map says to who reads it: the same on all replicas that know the same edits. */
  readonly read: (doc: Y.Doc) => unknown;
}

interface MapEditsOf<Edit> {
  readonly edits: fc.Arbitrary<Edit>;
  readonly weight?: number;
  make(replica: Replica, edit: Edit): void;
  read(doc: Y.Doc): unknown;
}

export const randomEdits = <Edit>(edits: fc.Arbitrary<Edit>, make: (replica: Replica, edit: Edit) => void) =>
  edits.map((edit): RandomEdit => ({ edit, make: (replica) => make(replica, edit) }));

/** The edits that people make of a map. */
export const mapEdits = <Edit>({ edits, make, read, weight = 1 }: MapEditsOf<Edit>): MapEdits => ({
  arbitrary: randomEdits(edits, make),
  weight,
  read,
});
