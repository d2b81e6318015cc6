// Reads and edits automation lanes: breakpoints between which a control moves by itself.

import type * as Y from 'yjs';
import { stemIdSchema } from '@/contract/stems';
import {
  AUTOMATION_MAP,
  AUTOMATION_REGISTERS,
  LANE_NAMES,
  LANE_RANGES,
  type LaneName,
  type LaneOf,
  laneEntity,
  MAX_POINTS_PER_LANE,
  type PlacedPoint,
  type Point,
  pointIdSchema,
  pointSchemas,
} from './automation-schema';
import { LAST_POSITION } from './clip-schema';
import { newId } from './new-id';
import { parseOnce } from './parse-once';
import { registerKey, registersEverSet } from './registers';

import { writeAsSubClient } from './sub-clients';

const pointKey = (of: LaneOf, pointId: string): string => registerKey(laneEntity(of), pointId);
const mapOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap<unknown>(AUTOMATION_MAP);

const POINT_IN = { gainDb: parseOnce(pointSchemas.gainDb), pan: parseOnce(pointSchemas.pan) } as const;

/**
 * The points of a lane in order; of several at one position the highest id is the last and applies from
 * there.
 */
export function readLane(doc: Y.Doc, of: LaneOf): PlacedPoint[] {
  const points: PlacedPoint[] = [];
  const prefix = pointKey(of, '');
  for (const [key, value] of mapOf(doc)) {
    if (!key.startsWith(prefix)) continue;
    const id = key.slice(prefix.length);
    const point = POINT_IN[of.lane](value);
    if (point && pointIdSchema.safeParse(id).success) points.push({ ...point, id });
  }
  return points.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).slice(0, MAX_POINTS_PER_LANE);
}

/** The lanes of a strip that have points. */
export function readAutomation(doc: Y.Doc, stemId: string): Partial<Record<LaneName, PlacedPoint[]>> {
  const lanes = LANE_NAMES.map((lane) => [lane, readLane(doc, { stemId, lane })] as const);
  return Object.fromEntries(lanes.filter(([, points]) => points.length > 0));
}

/** A point pulled into the ranges of its lane. @throws RangeError for NaN and an impossible stem id */
export function fittedPoint({ stemId, lane }: LaneOf, { at, value }: Point): Point {
  if (!stemIdSchema.safeParse(stemId).success) throw new RangeError(`"${stemId}" cannot name a stem.`);
  if (Number.isNaN(at) || Number.isNaN(value)) throw new RangeError('A point stands at a number.');
  const { min, max } = LANE_RANGES[lane];
  return {
    at: Math.round(Math.min(LAST_POSITION, Math.max(0, at))),
    value: Math.min(max, Math.max(min, value)),
  };
}

/** @throws RangeError with a user message */
function checkRoom(doc: Y.Doc, of: LaneOf): void {
  const isFull =
    readLane(doc, of).length >= MAX_POINTS_PER_LANE ||
    registersEverSet(doc, AUTOMATION_MAP) >= AUTOMATION_REGISTERS.maxRegisters;
  if (isFull) throw new RangeError('This lane has as many points as a lane can have.');
}

/**
 * Adds a point, clamped to its range.
 * @param origin who edits: the origin given to `createPersonalUndo`
 * @returns the id of the point
 * @throws RangeError with a user message when the maximum number of points is reached
 */
export function addPoint(doc: Y.Doc, of: LaneOf, point: Point, origin: unknown): string {
  const fitted = fittedPoint(of, point);
  checkRoom(doc, of);
  const id = newId();
  writeAsSubClient(doc, AUTOMATION_MAP, pointKey(of, id), fitted, origin);
  return id;
}

/** Moves a point, pulled into range. One that somebody has taken away meanwhile stays away. */
export function movePoint(doc: Y.Doc, of: LaneOf, pointId: string, point: Point, origin: unknown): void {
  const fitted = fittedPoint(of, point);
  const stored = mapOf(doc).get(pointKey(of, pointId)) as Point | undefined;
  if (!stored || (stored.at === fitted.at && stored.value === fitted.value)) return;
  writeAsSubClient(doc, AUTOMATION_MAP, pointKey(of, pointId), fitted, origin);
}

/** Takes a point away. */
export function removePoint(doc: Y.Doc, of: LaneOf, pointId: string, origin: unknown): void {
  const key = pointKey(of, pointId);
  if (mapOf(doc).has(key)) doc.transact(() => mapOf(doc).delete(key), origin);
}

/** Removes every point of a lane, so that its control takes effect again. */
export function clearLane(doc: Y.Doc, of: LaneOf, origin: unknown): void {
  const prefix = pointKey(of, '');
  const keys = [...mapOf(doc).keys()].filter((key) => key.startsWith(prefix));
  if (keys.length === 0) return;
  doc.transact(() => {
    for (const key of keys) mapOf(doc).delete(key);
  }, origin);
}
