// The MIDI file of a tempo map, read back by a reader of its own: bars and markers lie where the song has them.
import { expect, it } from 'vitest';
import { writeTempoFile } from './midi-file';
import { tempoMapOf } from './tempo-map';

const RATE = 44_100;

interface Read {
  readonly type: number;
  readonly ticksPerQuarter: number;
  readonly events: readonly { readonly tick: number; readonly type: number; readonly body: Buffer }[];
}

function readMidi(bytes: Uint8Array): Read {
  const file = Buffer.from(bytes);
  expect([file.toString('latin1', 0, 4), file.toString('latin1', 14, 18)]).toEqual(['MThd', 'MTrk']);
  expect(file.readUInt32BE(18)).toBe(file.length - 22);
  const events = [];
  let [at, tick] = [22, 0];
  const number = () => {
    let value = 0;
    for (;;) {
      const byte = file.readUInt8(at++);
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  while (at < file.length) {
    tick += number();
    expect(file.readUInt8(at)).toBe(0xff);
    const type = file.readUInt8(at + 1);
    at += 2;
    const length = number();
    events.push({ tick, type, body: file.subarray(at, at + length) });
    at += length;
  }
  return { type: file.readUInt16BE(8), ticksPerQuarter: file.readUInt16BE(12), events };
}

/** Seconds at a tick, by the tempo events. */
function secondsAt({ events, ticksPerQuarter }: Read, tick: number): number {
  let [seconds, last, quarterUs] = [0, 0, 500_000];
  for (const event of events) {
    if (event.type !== 0x51 || event.tick > tick) continue;
    seconds += ((event.tick - last) / ticksPerQuarter) * (quarterUs / 1e6);
    last = event.tick;
    quarterUs = event.body.readUIntBE(0, 3);
  }
  return seconds + ((tick - last) / ticksPerQuarter) * (quarterUs / 1e6);
}

it('has every downbeat within 20 µs of where a song with a moving tempo has it', () => {
  const downbeats = Array.from({ length: 200 }, (_, bar) =>
    Math.round((0.7 + 2 * bar + 0.3 * Math.sin(bar)) * RATE),
  );
  const beats = downbeats.flatMap((at, bar) => {
    const length = (downbeats[bar + 1] ?? at + 2 * RATE) - at;
    return [0, 1, 2, 3].map((beat) => at + (beat * length) / 4);
  });
  const map = tempoMapOf({ bpm: 0, beats, downbeats }, RATE) ?? [];
  const marker = { at: downbeats[100] ?? 0, name: 'Drop – é' };
  const read = readMidi(
    writeTempoFile({ map, markers: [marker], name: 'Song', length: 410 * RATE, rate: RATE }),
  );
  expect(read).toMatchObject({ type: 1, ticksPerQuarter: 960 });
  for (const step of map) {
    const seconds = secondsAt(read, Math.round(step.quarters * 960));
    expect(Math.abs(seconds - step.at / RATE)).toBeLessThan(20e-6);
  }
  const found = read.events.find(({ type }) => type === 0x06);
  expect(found?.body.toString('utf8')).toBe('Drop – é');
  expect(secondsAt(read, found?.tick ?? 0)).toBeCloseTo(marker.at / RATE, 4);
  expect(read.events.at(-1)).toMatchObject({ type: 0x2f });
  const metres = read.events.filter(({ type }) => type === 0x58).map(({ body }) => [...body.subarray(0, 2)]);
  expect(metres.at(-1)).toEqual([4, 2]);
});

it('is one tempo in 4/4 where only the BPM is known', () => {
  const map = tempoMapOf({ bpm: 120, beats: [], downbeats: [] }, RATE) ?? [];
  const { events } = readMidi(writeTempoFile({ map, markers: [], name: '', length: 2 * RATE, rate: RATE }));
  expect(events.map(({ tick, type }) => [tick, type])).toEqual([
    [0, 0x03],
    [0, 0x58],
    [0, 0x51],
    [3_840, 0x2f],
  ]);
  expect(events[2]?.body.readUIntBE(0, 3)).toBe(500_000);
});
