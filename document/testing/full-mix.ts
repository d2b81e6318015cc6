// For tests and benchmarks: a mix in which every register there is has been set, and every stem cut and automated.

import type * as Y from 'yjs';
import { DELAY_ID, MASTER_ID, REVERB_ID, SONG_ID } from '@/contract/stems';
import { STYLE_NUMBERS, type StyleNumber } from '@/contract/style-settings';
import { SAMPLE_RATE, SEGMENT_SAMPLES } from '@/contract/units';
import { addPoint } from '../automation';
import { LANE_NAMES } from '../automation-schema';
import { editClips, newClipId } from '../clip-edits';
import type { Clip } from '../clip-schema';
import { setField } from '../edits';
import { fieldsOfEntity } from '../fields';

import { applyServerEdit } from '../server-edits';
import { setStyle } from '../styles';
import { valueAtPlace } from './random-mix-edits';

const LENGTH = 10_584_000;

interface FullMix {
  readonly stems: number;
  /** Of every stem. */
  readonly clips: number;
  /** Of every lane of every stem. */
  readonly points: number;
}

/** A place in a range that looks as if a hand had found it. */
const placeOf = (index: number): number => ((index * 37) % 101) / 101;

function setAllFields(doc: Y.Doc, entity: string, round: number): void {
  for (const [index, [name, field]] of [...(fieldsOfEntity(entity) ?? [])].entries()) {
    setField(doc, entity, name, valueAtPlace(field, placeOf(index + round)), null);
  }
}

function cut(doc: Y.Doc, stemId: string, count: number): void {
  const length = Math.floor(LENGTH / count);
  const clips = Array.from({ length: count }, (_, i): [string, Clip] => {
    const start = i * length;
    return [newClipId(), { start, sourceStart: start, length, fadeIn: 441, fadeOut: 882 }];
  });
  editClips(doc, { id: stemId, lengthSamples: LENGTH }, new Map([['whole', null], ...clips]), null);
}

function automate(doc: Y.Doc, stemId: string, points: number): void {
  for (const lane of LANE_NAMES) {
    for (let i = 0; i < points; i++) {
      const at = Math.floor((LENGTH * i) / points);
      addPoint(doc, { stemId, lane }, { at, value: lane === 'pan' ? placeOf(i) : -12 * placeOf(i) }, null);
    }
  }
}

/** Fills a document; each call sets every register anew. */
export function fillMix(doc: Y.Doc, { stems, clips, points }: FullMix): void {
  const ids = Array.from({ length: stems }, (_, i) => `stem-${i + 1}`);
  const delivered = ids.map((id) => ({
    id,
    name: id,
    sourceId: `sep-${'0'.repeat(64)}-htdemucs`,
    lengthSamples: LENGTH,
    sampleRate: SAMPLE_RATE,
    segmentSamples: SEGMENT_SAMPLES,
    headroomBits: 0,
  }));
  applyServerEdit(doc, { type: 'put-stems', stems: delivered });
  for (const [index, id] of ids.entries()) {
    setAllFields(doc, id, index);
    cut(doc, id, clips);
    automate(doc, id, points);
    setStyle(doc, id, 'sound', 'starter-bells', null);
    for (const name of Object.keys(STYLE_NUMBERS) as StyleNumber[]) {
      setStyle(doc, id, name, STYLE_NUMBERS[name].max, null);
    }
  }
  for (const [index, id] of [MASTER_ID, REVERB_ID, DELAY_ID, SONG_ID].entries()) setAllFields(doc, id, index);
}
