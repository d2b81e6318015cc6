// For tests: random edits of clips and automation, like gestures on the lanes.
import fc from 'fast-check';
import type * as Y from 'yjs';
import { addPoint, clearLane, movePoint, readLane, removePoint } from '../automation';
import { LANE_NAMES, type LaneName } from '../automation-schema';
import {
  type CutStem,
  clipsOf,
  editClips,
  idBehindCut,
  moveClipToTrack,
  newClipId,
  putClips,
  resetClips,
} from '../clip-edits';
import { type Clip, endOf, type PlacedClip } from '../clip-schema';
import { readMix } from '../read';
import { mapEdits } from './random-map-edits';

const LENGTH = 441_000;
const kinds = fc.constantFrom(
  'split',
  'trim',
  'move',
  'fade',
  'delete',
  'duplicate',
  'drag',
  'uncut',
  'toTrack',
);
const pointKinds = fc.constantFrom('add', 'move', 'remove', 'clear');

const input = {
  stemId: fc.constantFrom('vocals', 'drums'),
  /** Which of the clips or points there are. */
  which: fc.nat(),
  at: fc.nat(LENGTH),
  /** A length, or where in its range a control stands. */
  share: fc.double({ min: 0.01, max: 1, noNaN: true }),
};
interface EditInput {
  readonly stemId: string;
  readonly which: number;
  readonly at: number;
  readonly share: number;
}

type Changes = readonly (readonly [string, Clip | null])[];

/** Both halves of a clip, cut in its middle. */
function halves(doc: Y.Doc, stemId: string, clip: PlacedClip): Changes {
  const length = clip.length >> 1;
  if (length === 0) return [];
  const sourceStart = clip.sourceStart + length;
  const id = idBehindCut(doc, stemId, clip.id, sourceStart);
  const behind = { ...clip, start: clip.start + length, sourceStart, length: clip.length - length };
  return [
    [clip.id, { ...clip, length, fadeOut: 0 }],
    [id, { ...behind, fadeIn: 0 }],
  ];
}

function changesOf(kind: string, doc: Y.Doc, clip: PlacedClip, { stemId, at, share }: EditInput): Changes {
  const part = Math.max(1, Math.floor(clip.length * share));
  if (kind === 'split') return halves(doc, stemId, clip);
  if (kind === 'trim') return [[clip.id, { ...clip, length: part }]];
  if (kind === 'move') return [[clip.id, { ...clip, start: at }]];
  if (kind === 'fade') return [[clip.id, { ...clip, fadeIn: part, fadeOut: clip.length - part }]];
  if (kind === 'duplicate') return [[newClipId(), { ...clip, start: endOf(clip) }]];
  return kind === 'delete' ? [[clip.id, null]] : [];
}

function dragClip(doc: Y.Doc, stem: CutStem, clip: PlacedClip, to: number, origin: unknown): void {
  editClips(doc, stem, new Map(), origin);
  for (const start of [0.25, 0.5, 1].map((way) => Math.floor(to * way))) {
    putClips(doc, stem.id, new Map([[clip.id, { ...clip, start }]]), origin);
  }
}

/** Moves a clip from the vocals to the drums, or back. */
function moveToOther(
  doc: Y.Doc,
  stem: CutStem,
  clip: PlacedClip | undefined,
  start: number,
  origin: unknown,
): void {
  const from = { ...stem, stemId: stem.id };
  const other = stem.id === 'drums' ? 'vocals' : 'drums';
  const to = { ...stem, id: other, stemId: other };
  if (clip) moveClipToTrack(doc, { from, clipId: clip.id, to, start }, origin);
}

function makeClipEdit(doc: Y.Doc, kind: string, input: EditInput, origin: unknown): void {
  const stem = { id: input.stemId, lengthSamples: LENGTH };
  const clips = clipsOf(doc, stem);
  const clip = clips[input.which % Math.max(1, clips.length)];
  if (kind === 'uncut') resetClips(doc, stem.id, origin);
  else if (kind === 'toTrack') moveToOther(doc, stem, clip, input.at, origin);
  else if (!clip || endOf(clip) > 100 * LENGTH) return;
  else if (kind === 'drag') dragClip(doc, stem, clip, input.at, origin);
  else editClips(doc, stem, new Map(changesOf(kind, doc, clip, input)), origin);
}

interface PointEdit extends EditInput {
  readonly point: string;
  readonly name: LaneName;
}

function makePointEdit(
  doc: Y.Doc,
  { point, name, stemId, at, share, which }: PointEdit,
  origin: unknown,
): void {
  const of = { stemId, lane: name };
  const place = { at, value: share * 20 - 10 };
  const points = readLane(doc, of);
  const picked = points[which % Math.max(1, points.length)];
  if (point === 'add') addPoint(doc, of, place, origin);
  else if (point === 'clear') clearLane(doc, of, origin);
  else if (picked && point === 'move') movePoint(doc, of, picked.id, place, origin);
  else if (picked) removePoint(doc, of, picked.id, origin);
}

export const clipEdits = mapEdits({
  edits: fc.record({ clip: kinds, ...input }),
  weight: 3,
  make: ({ doc, origin }, { clip, ...rest }) => makeClipEdit(doc, clip, rest, origin),
  read: readMix,
});

export const automationEdits = mapEdits({
  edits: fc.record({ point: pointKinds, name: fc.constantFrom(...LANE_NAMES), ...input }),
  make: ({ doc, origin }, edit) => makePointEdit(doc, edit, origin),
  read: readMix,
});
