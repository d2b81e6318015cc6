// A Standard MIDI File of a tempo map: tempo, metre and markers, and no notes.
import { quartersAt, type TempoStep } from './tempo-map';

export interface Marker {
  /** In samples. */
  readonly at: number;
  readonly name: string;
}

export interface TempoFile {
  readonly map: readonly TempoStep[];
  readonly markers: readonly Marker[];
  /** What the file calls itself. */
  readonly name: string;
  /** Of the song, in samples. */
  readonly length: number;
  /** Of all positions, in Hz. */
  readonly rate: number;
}

const TICKS_PER_QUARTER = 960;
const META = 0xff;
const TEXT = { trackName: 0x03, marker: 0x06 };
const END_OF_TRACK = 0x2f;
const SET_TEMPO = 0x51;
const TIME_SIGNATURE = 0x58;
/** MIDI clocks per metronome click, and thirty-second notes in a quarter. */
const CLOCKS_AND_NOTES = [24, 8];
const LONGEST_QUARTER_US = 0xffffff;

interface MidiEvent {
  readonly tick: number;
  readonly bytes: readonly number[];
}

/** A number in seven bits a byte, the high ones first, each but the last with its eighth bit set. */
function variableLength(value: number): number[] {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift(128 + (rest % 128));
  return bytes;
}

const bigEndian = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** (bytes - 1 - index)) % 256);

const meta = (tick: number, type: number, body: readonly number[]): MidiEvent => ({
  tick,
  bytes: [META, type, ...variableLength(body.length), ...body],
});

const text = (tick: number, type: number, value: string): MidiEvent =>
  meta(tick, type, [...new TextEncoder().encode(value)]);

const tickOf = (quarters: number): number => Math.round(quarters * TICKS_PER_QUARTER);

/** Tempi are whole microseconds in a quarter: each step makes up for what the ones before it were rounded by. */
function tempoEvents({ map, rate }: TempoFile): MidiEvent[] {
  let [reachedUs, written] = [0, 0];
  return map.flatMap((step, index) => {
    const next = map[index + 1];
    const quarters = next ? next.quarters - step.quarters : 1;
    const wantedUs = next ? (next.at / rate) * 1e6 - reachedUs : 60e6 / step.bpm;
    const quarterUs = Math.min(LONGEST_QUARTER_US, Math.max(1, Math.round(wantedUs / quarters)));
    reachedUs += quarterUs * quarters;
    if (quarterUs === written) return [];
    written = quarterUs;
    return meta(tickOf(step.quarters), SET_TEMPO, bigEndian(quarterUs, 3));
  });
}

function metreEvents({ map }: TempoFile): MidiEvent[] {
  return map.flatMap(({ quarters, beatsPerBar, beatUnit }, index) => {
    const before = map[index - 1];
    if (before?.beatsPerBar === beatsPerBar && before.beatUnit === beatUnit) return [];
    const body = [beatsPerBar, Math.log2(beatUnit), ...CLOCKS_AND_NOTES];
    return meta(tickOf(quarters), TIME_SIGNATURE, body);
  });
}

function chunk(id: string, body: readonly number[]): number[] {
  return [...new TextEncoder().encode(id), ...bigEndian(body.length, 4), ...body];
}

/** A file of type 1 with one track. Its downbeats lie within a few microseconds of the map's. */
export function writeTempoFile(file: TempoFile): Uint8Array {
  const tickAt = (position: number) => tickOf(quartersAt(file.map, position, file.rate));
  const events = [
    text(0, TEXT.trackName, file.name),
    ...metreEvents(file),
    ...tempoEvents(file),
    ...file.markers.map(({ at, name }) => text(tickAt(at), TEXT.marker, name)),
  ].sort((a, b) => a.tick - b.tick);
  const end = Math.max(tickAt(file.length), events.at(-1)?.tick ?? 0);
  let tick = 0;
  const track = [...events, meta(end, END_OF_TRACK, [])].flatMap((event) => {
    const delta = event.tick - tick;
    tick = event.tick;
    return [...variableLength(delta), ...event.bytes];
  });
  const head = [...bigEndian(1, 2), ...bigEndian(1, 2), ...bigEndian(TICKS_PER_QUARTER, 2)];
  return Uint8Array.from([...chunk('MThd', head), ...chunk('MTrk', track)]);
}
