// What everybody in a rehearsal room plays: the shared transport, and what commands make of it.
import { z } from 'zod';
import { positionAfter } from '../loop-positions';
import { SAMPLE_RATE } from '../units';

/** Longer than any project, in samples: twelve hours. */
const MAX_POSITION = 12 * 3_600 * SAMPLE_RATE;
const position = z.number().int().min(0).max(MAX_POSITION);
/** By the clock of the studio, in milliseconds. */
const time = z.number().finite();
const tempo = z.number().min(0.5).max(2);
const loop = z
  .object({ start: position, end: position })
  .refine(({ start, end }) => end > start, 'A loop ends behind its start.')
  .nullable();

/** Two bars of 16 beats at the slowest tempo, in seconds. */
const MAX_COUNT_IN_S = 64;
const MAX_COUNT_IN_CLICKS = 64;
const countIn = z.object({
  /** In seconds, until everybody plays */
  lengthS: z.number().positive().max(MAX_COUNT_IN_S),
  /** In order, in seconds from its beginning */
  clicks: z
    .array(z.object({ atS: z.number().min(0).max(MAX_COUNT_IN_S), isAccent: z.boolean() }))
    .max(MAX_COUNT_IN_CLICKS),
});
export type RoomCountIn = Readonly<z.infer<typeof countIn>>;

/** While it plays, `position` is what sounds at `atMs`; nothing sounds before. */
export const roomStateSchema = z.object({
  /** Counts the changes. */
  revision: z.number().int().nonnegative(),
  isPlaying: z.boolean(),
  position,
  atMs: time,
  /** Song time per time */
  tempo,
  loop,
  /** Before `atMs`, where playing has just begun. */
  countIn: countIn.nullable(),
  /** Who alone moves the transport; null for anyone. */
  leaderId: z.string().max(64).nullable(),
});
export type RoomState = Readonly<z.infer<typeof roomStateSchema>>;

/** The transport of a room in which nobody has done anything yet. */
export const NEW_ROOM: RoomState = {
  revision: 0,
  isPlaying: false,
  position: 0,
  atMs: 0,
  tempo: 1,
  loop: null,
  countIn: null,
  leaderId: null,
};

/** `atMs` is when it should sound; the studio may decide on a later time. */
export const roomCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('play'), position, atMs: time, tempo, countIn: countIn.nullable() }),
  z.object({ type: z.literal('pause'), position }),
  z.object({ type: z.literal('seek'), position, atMs: time }),
  z.object({ type: z.literal('loop'), loop }),
  /** The mix has another tempo since a moment ago. */
  z.object({ type: z.literal('tempo'), tempo, sinceMs: time }),
  /** Leads from now on, or lets anyone lead again. */
  z.object({ type: z.literal('lead'), isLeading: z.boolean() }),
]);
export type RoomCommand = Readonly<z.infer<typeof roomCommandSchema>>;

/** The shortest time in which a start can reach everybody, and the longest for which one can be announced. */
export const MIN_LEAD_MS = 60;
export const MAX_LEAD_MS = 70_000;

/** How long ago the tempo of the mix can have changed that a command reports. */
const MAX_TEMPO_AGE_MS = 3_000;

/** Before everybody plays a start must reach the studio and all others, and the first samples must be loaded. */
const MARGIN_MS = 200;
const LONGEST_LEAD_MS = 1_500;

/** How long ahead a start should be announced to people whose lines have these round trips, in milliseconds. */
export function leadMs(roundTripsMs: readonly number[]): number {
  return Math.min(LONGEST_LEAD_MS, MARGIN_MS + 1.5 * Math.max(0, ...roundTripsMs));
}

/** Samples of the song that play in a second. */
const speedOf = ({ tempo: factor }: RoomState): number => SAMPLE_RATE * factor;

/** The sample that sounds at `ms` of the studio's clock, as a fraction; the position itself while nothing plays. */
export function positionAt(state: RoomState, ms: number): number {
  if (!state.isPlaying || ms <= state.atMs) return state.position;
  return positionAfter(state.position, ((ms - state.atMs) / 1_000) * speedOf(state), state.loop);
}

/** The same sound from now on: what follows may change how it goes on. */
function anchoredAt(state: RoomState, nowMs: number): Pick<RoomState, 'position' | 'atMs' | 'countIn'> {
  if (!state.isPlaying || nowMs <= state.atMs) {
    const { position: at, atMs, countIn: counted } = state;
    return { position: at, atMs, countIn: counted };
  }
  const exact = positionAt(state, nowMs);
  // Positions are whole samples; the rest of one belongs to the time.
  const whole = Math.floor(exact);
  return { position: whole, atMs: nowMs - ((exact - whole) / speedOf(state)) * 1_000, countIn: null };
}

const isSameLoop = (a: RoomState['loop'], b: RoomState['loop']): boolean =>
  a?.start === b?.start && a?.end === b?.end;

function changeOf(
  state: RoomState,
  command: RoomCommand,
  userId: string,
  nowMs: number,
): Partial<RoomState> | null {
  const dueMs = (atMs: number) => Math.min(nowMs + MAX_LEAD_MS, Math.max(nowMs + MIN_LEAD_MS, atMs));
  switch (command.type) {
    case 'play': {
      const { position: from, tempo: factor, countIn: counted, atMs } = command;
      return { isPlaying: true, position: from, atMs: dueMs(atMs), tempo: factor, countIn: counted };
    }
    case 'pause':
      return { isPlaying: false, position: command.position, atMs: nowMs, countIn: null };
    case 'seek':
      return { position: command.position, atMs: dueMs(command.atMs), countIn: null };
    case 'loop':
      if (isSameLoop(state.loop, command.loop)) return null;
      return { ...anchoredAt(state, nowMs), loop: command.loop };
    case 'tempo':
      if (state.tempo === command.tempo) return null;
      return {
        ...anchoredAt(state, Math.min(nowMs, Math.max(nowMs - MAX_TEMPO_AGE_MS, command.sinceMs))),
        tempo: command.tempo,
      };
    case 'lead': {
      const leaderId = command.isLeading ? userId : null;
      return state.leaderId === leaderId ? null : { leaderId };
    }
  }
}

/**
 * What a command makes of a room; the same room where it changes nothing. Whether somebody may give it is decided before.
 * @param nowMs when the studio received it, by the studio's clock
 */
export function applyCommand(
  state: RoomState,
  command: RoomCommand,
  userId: string,
  nowMs: number,
): RoomState {
  const change = changeOf(state, command, userId, nowMs);
  return change === null ? state : { ...state, ...change, revision: state.revision + 1 };
}
