// A kind of row of the activity list, and how changes of one map of the shared document become such rows.
import type * as Y from 'yjs';
import { z } from 'zod';
import type { ActivityPlace } from '@/contract/http/activity';
import type { RegisterChange } from '@/document/changes';
import { trackName } from '@/document/tracks';

/** What a row stores beside its kind, what it says after the name of the user, and where it leads. */
export interface ActivityKind<Details extends z.ZodObject = z.ZodObject> {
  readonly details: Details;
  describe(details: z.infer<Details>): string;
  /** Null where there is nothing to look at. */
  placeOf(details: z.infer<Details>): ActivityPlace | null;
}

type Kinds = Readonly<Record<string, ActivityKind>>;

/** The rows of some kinds, as they are stored and described. */
export type RowOf<K extends Kinds> = {
  [Kind in keyof K & string]: { readonly kind: Kind } & z.infer<K[Kind]['details']>;
}[keyof K & string];

export interface MapActivity {
  readonly kinds: Kinds;
  /** Changes of one person with the same subject become one row; with null, each is a separate row. */
  subjectOf(key: string): string | null;
  /** The row for changes of one subject that have passed validation, or null when there is none. */
  activityOf(changes: SubjectChanges): { readonly kind: string } | null;
}

/** What was changed together, and the document that it was changed in. */
export interface ChangesInDocument {
  /** Register by register, from what it was first to what it is now. */
  readonly changes: readonly RegisterChange[];
  /** The document after the changes: a reply is recorded with the place of its thread. */
  readonly live: Y.Doc;
}

/** Changes of one subject. */
export interface SubjectChanges extends ChangesInDocument {
  /** The first of `changes`. */
  readonly first: RegisterChange;
}

export const activityKind = <Details extends z.ZodObject>(kind: ActivityKind<Details>) => kind;

/**
 * A track or another part of the mix, as it is called on its strip.
 * @param name what the track was called at that time, where its id does not say it
 */
export const title = (id: string, name?: string): string =>
  name ?? `${id.charAt(0).toUpperCase()}${id.slice(1)}`;

/** The details of a row that say what a track was called, where its id does not. */
export const titled = { title: z.string().optional() };

/** The value of those details for a track, or another part of the mix. */
export function titleDetails(live: Y.Doc, id: string): { readonly title?: string } {
  const name = trackName(live, id);
  return name === null || name === title(id) ? {} : { title: name };
}

const stemDetails = z.object({ stem: z.string(), ...titled });
export const placeOfStem = ({ stem }: z.infer<typeof stemDetails>): ActivityPlace => ({
  in: 'strip',
  entity: stem,
});

/** A kind whose rows say which stem was edited. */
export const stemKind = (sentence: (name: string) => string) =>
  activityKind({
    details: stemDetails,
    describe: ({ stem, title: name }) => sentence(title(stem, name)),
    placeOf: placeOfStem,
  });
