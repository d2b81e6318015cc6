// What each user shows to the others in a project: who they are and which control they are editing.
import { z } from 'zod';

/** Filled in by the server from the session; what a client says here is overwritten. */
const identitySchema = z.object({
  userId: z.string().min(1).max(64),
  name: z.string().min(1).max(80),
  color: z.string().regex(/^#[0-9a-f]{6}$/),
});
export type Identity = z.infer<typeof identitySchema>;

/** One awareness state. Unknown fields are carried along; the whole must stay within 2 KB as JSON. */
export const presenceSchema = z.looseObject({
  user: identitySchema.optional(),
  /** The register whose control this user is editing, `drums/gainDb`; null or absent when none. */
  holds: z.string().max(120).nullish(),
  /** Where this person's pointer is on the waveforms. */
  cursor: z.object({ seconds: z.number().nonnegative(), stemId: z.string().max(64).nullable() }).nullish(),
  /** The stretch of time this person has selected, in seconds. */
  selection: z.object({ start: z.number().nonnegative(), end: z.number().nonnegative() }).nullish(),
  /** Where this person's player stands, in seconds, and whether it runs. */
  transport: z.object({ seconds: z.number().nonnegative(), playing: z.boolean() }).nullish(),
  /** The track that this person is recording, and where on the timeline the take begins, in seconds. */
  recording: z.object({ trackId: z.string().max(64), start: z.number().nonnegative() }).nullish(),
  /** In the rehearsal room: how far this player is from the room, and the round trip to the studio, in milliseconds. */
  rehearsal: z
    .object({ offsetMs: z.number().finite().nullable(), roundTripMs: z.number().nonnegative().nullable() })
    .nullish(),
});
export type Presence = z.infer<typeof presenceSchema>;

export const MAX_PRESENCE_BYTES = 2_048;

/** Twelve hues that can be distinguished on light and dark backgrounds alike. */
const COLORS = [
  '#e5484d',
  '#f76b15',
  '#c99700',
  '#5b9a1f',
  '#2b9a66',
  '#0d9b9b',
  '#0b8ec9',
  '#3e63dd',
  '#6e56cf',
  '#9a4fd0',
  '#d23f99',
  '#a3705c',
];

/** The colour of a person: the same in every project, on every machine. */
export function personColor(userId: string): string {
  let hash = 0;
  for (const character of userId) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return COLORS[hash % COLORS.length] as string;
}

/**
 * The colours of people who are seen together: each their own, or the next free one where somebody before them in the
 * order of ids has it. With more people than colours, colours repeat.
 */
export function distinctColors(
  people: Iterable<Pick<Identity, 'userId' | 'color'>>,
): ReadonlyMap<string, string> {
  const colors = new Map<string, string>();
  const taken = new Set<string>();
  const own = new Map([...people].map(({ userId, color }) => [userId, color]));
  for (const [userId, ownColor] of [...own].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const place = COLORS.indexOf(ownColor);
    // Five places on is a hue far away, and twelve such steps meet every colour.
    const others = COLORS.map((_, step) => COLORS[(place + 1 + step * 5) % COLORS.length] as string);
    const color = [ownColor, ...others].find((choice) => !taken.has(choice)) ?? ownColor;
    colors.set(userId, color);
    taken.add(color);
  }
  return colors;
}

/** Close codes of the document socket. The browser does not come back after 4400 to 4499. */
export const CLOSE_CODES = {
  restarting: 1001,
  invalidEdit: 4400,
  signedOut: 4401,
  forbidden: 4403,
  notFound: 4404,
  tooLarge: 4413,
  tooFast: 4429,
} as const;
