// Automation in the shared document: points of lanes, their ranges, two people on one lane, and its size.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { addPoint, clearLane, movePoint, readAutomation, readLane, removePoint } from './automation';
import { LANE_RANGES, MAX_POINTS_PER_LANE } from './automation-schema';
import { openDocument } from './open';
import { readMix } from './read';
import { createPersonalUndo } from './undo';
import { validateState } from './validate';
import { readVersionRegisters, restoreVersion } from './versions';

const GAIN = { stemId: 'vocals', lane: 'gainDb' } as const;
const PAN = { stemId: 'vocals', lane: 'pan' } as const;

describe('automation lanes', () => {
  it('stores points in order, clamped to their range, as part of the mix', () => {
    const doc = openDocument();
    doc.getMap('mix').set('vocals/mute', false);
    expect(readMix(doc).strips.vocals).not.toHaveProperty('automation');
    addPoint(doc, GAIN, { at: 500.4, value: 99 }, null);
    addPoint(doc, GAIN, { at: -5, value: Number.NEGATIVE_INFINITY }, null);
    addPoint(doc, PAN, { at: 7, value: -9 }, null);
    const { gainDb, pan } = readMix(doc).strips.vocals?.automation ?? {};
    expect(gainDb).toMatchObject([
      { at: 0, value: LANE_RANGES.gainDb.min },
      { at: 500, value: LANE_RANGES.gainDb.max },
    ]);
    expect(pan).toMatchObject([{ at: 7, value: -1 }]);
    expect(() => addPoint(doc, GAIN, { at: 1, value: Number.NaN }, null)).toThrow(RangeError);
    expect(() => addPoint(doc, { ...GAIN, stemId: 'master' }, { at: 1, value: 0 }, null)).toThrow(RangeError);
    expect(validateState(doc)).toBeNull();
    doc.getMap('automation').set('vocals.pan/x', { at: 1, value: 2 });
    expect(validateState(doc)).not.toBeNull();
    expect(readLane(doc, PAN)).toHaveLength(1);
  });

  it('are undone gesture by gesture, cleared, and put back by a version', () => {
    const doc = openDocument();
    const undo = createPersonalUndo(doc, 'me');
    const id = addPoint(doc, GAIN, { at: 10, value: 0 }, 'me');
    undo.beginGesture();
    for (let i = 1; i < 20; i++) movePoint(doc, GAIN, id, { at: 10 + i, value: -i }, 'me');
    undo.endGesture();
    const version = readVersionRegisters(doc);
    undo.undo();
    expect(readLane(doc, GAIN)).toEqual([{ id, at: 10, value: 0 }]);
    removePoint(doc, GAIN, id, 'me');
    expect(readAutomation(doc, 'vocals')).toEqual({});
    undo.undo();
    clearLane(doc, GAIN, 'me');
    expect(readLane(doc, GAIN)).toEqual([]);
    restoreVersion(doc, 'version', version, null);
    expect(readLane(doc, GAIN)).toEqual([{ id, at: 29, value: -19 }]);
  });

  it('reject a point beyond their limit, each for itself', () => {
    const doc = openDocument();
    for (let at = 0; at < MAX_POINTS_PER_LANE; at++) addPoint(doc, GAIN, { at, value: 0 }, null);
    expect(() => addPoint(doc, GAIN, { at: 9_999, value: 0 }, null)).toThrow(/as many points/);
    addPoint(doc, PAN, { at: 1, value: 0 }, null);
  });

  it('keep the points of two people, and let a point that somebody took away stay away', () => {
    const [a, b] = [openDocument(), openDocument()];
    const id = addPoint(a, GAIN, { at: 10, value: 0 }, null);
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
    addPoint(a, GAIN, { at: 20, value: -3 }, null);
    addPoint(b, GAIN, { at: 20, value: -9 }, null);
    removePoint(a, GAIN, id, null);
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
    movePoint(b, GAIN, id, { at: 30, value: 1 }, null);
    expect(readLane(a, GAIN)).toEqual(readLane(b, GAIN));
    expect(
      readLane(a, GAIN)
        .map(({ value }) => value)
        .sort(),
    ).toEqual([-3, -9]);
  });

  it('leave nothing behind of a long drag but where it ended', () => {
    const doc = openDocument();
    const id = addPoint(doc, GAIN, { at: 0, value: 0 }, null);
    const before = Y.encodeStateAsUpdate(doc).byteLength;
    let sent = 0;
    doc.on('update', (update: Uint8Array) => {
      sent += update.byteLength;
    });
    // Ten seconds at thirty moves a second.
    for (let i = 1; i <= 300; i++) movePoint(doc, GAIN, id, { at: 1_000_000 + i, value: -i / 10 }, null);
    expect(sent / 300).toBeLessThan(80);
    expect(Y.encodeStateAsUpdate(doc).byteLength - before).toBeLessThan(30);
  });
});
