// Sessions for other studios: the archive, read on its own, is what the dry stems of the session are.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipGain } from '@/audio/mix/clips';
import { dbToGain, gainToDb, samples } from '@/audio/units';
import { at } from '@/contract/required';
import { DEFAULT_MASTER, DEFAULT_MIX, DEFAULT_STRIP } from '@/document/schema';
import { type RenderMixInput, renderMixJob } from '@/platform/jobs/render-mix';
import { DiskStorage } from '@/platform/storage/disk';
import { mixKey } from '@/platform/storage/keys';
import { writeStem } from '../../stems/testing/stored-stems';
import { renderMixProcessor } from '../processor';
import { decodeStereo } from '../testing/render-specs';
import { readStoredZip } from '../testing/zip';
import { all, expectProject, parseXml, type XmlElement } from './testing/xml-tree';

const RATE = 44_100;
const SEGMENT = 20_000;
const LENGTH = 50_000;
/** The second one exceeds full scale. */
const SOURCES = ['guitar', 'loud', 'unused'] as const;
const PEAK = { guitar: 0.3, loud: 1.6, unused: 0.2 };
const HEADROOM = { guitar: 0, loud: 1, unused: 0 };

let root = '';
let storage: DiskStorage;

const wave = (id: keyof typeof PEAK, index: number) => PEAK[id] * Math.sin(index / (5 + id.length));

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'session-'));
  storage = new DiskStorage(path.join(root, 'storage'));
  for (const stemId of SOURCES) {
    const place = {
      storage,
      sourceId: 's',
      stemId,
      sampleRate: RATE,
      workDir: root,
      segmentSamples: SEGMENT,
    };
    const channel = Float32Array.from({ length: LENGTH }, (_, index) => wave(stemId, index));
    await writeStem(place, channel, channel);
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

const CLIPS = [
  { start: 0, sourceStart: 4_000, length: 10_000, fadeIn: 0, fadeOut: 500 },
  { start: 15_000, sourceStart: 0, length: 20_000, fadeIn: 800, fadeOut: 0, source: 'loud' },
  { start: 60_000, sourceStart: 100, length: 9_000, fadeIn: 10, fadeOut: 20, source: 'guitar' },
];

function inputFor(mixId: string, changes: object = {}, options: object = {}): RenderMixInput {
  const source = (id: (typeof SOURCES)[number]) => ({
    id,
    name: `${id} & co`,
    sourceId: 's',
    sampleRate: RATE,
    headroomBits: HEADROOM[id],
    lengthSamples: LENGTH,
    segmentSamples: SEGMENT,
  });
  const strips = {
    guitar: { ...DEFAULT_STRIP, clips: CLIPS, gainDb: -6, pan: 0.5 },
    loud: {
      ...DEFAULT_STRIP,
      mute: true,
      automation: {
        gainDb: [
          { at: 0, value: -12 },
          { at: 44_100, value: 0 },
        ],
      },
    },
    'trk-1': { ...DEFAULT_STRIP, clips: [] },
  };
  return renderMixJob.input.parse({
    mixId,
    cover: null,
    sampleRate: RATE,
    lengthSamples: 69_000,
    soloed: [],
    stems: [
      { ...source('guitar'), name: 'Guitar <1> "A"', stemId: 'guitar', color: 'teal' },
      { ...source('loud'), stemId: 'loud' },
      { ...source('unused'), id: 'trk-1', name: 'Empty', stemId: null, lengthSamples: 0 },
    ],
    sources: SOURCES.map(source),
    mix: { ...DEFAULT_MIX, strips, master: { ...DEFAULT_MASTER, gainDb: -3 }, bpm: 96 },
    options: {
      format: 'dawproject',
      bitDepth: 24,
      sampleRate: RATE,
      stems: null,
      range: null,
      loudnessLufs: null,
      tailSamples: 0,
      tags: { title: 'Ours & theirs' },
      ...options,
    },
    ...changes,
  });
}

async function run(input: RenderMixInput, extension: string): Promise<Buffer> {
  const workDir = await mkdtemp(path.join(root, 'job-'));
  const signal = new AbortController().signal;
  const result = await renderMixProcessor({ jobId: 'j', input, signal, storage, workDir, report: () => {} });
  expect(await readdir(workDir)).toEqual([]);
  expect(result).toMatchObject({ durationS: input.lengthSamples / RATE, peakDbfs: null, files: [] });
  return storage.withLocalFile(mixKey(input.mixId, extension), (file) => readFile(file));
}

const numberOf = ({ attributes }: XmlElement, name: string): number => Number(attributes[name]);
const positionOf = (clip: XmlElement, name: string) => samples(Math.round(numberOf(clip, name) * RATE));

async function decodeLeft(content: Buffer): Promise<Float32Array> {
  const file = path.join(root, 'read.wav');
  await writeFile(file, content);
  return (await decodeStereo(file))[0] ?? new Float32Array(0);
}

/** What the clips of a track sound like, by the project file and its audio alone. */
async function play(track: XmlElement, files: ReadonlyMap<string, Buffer>): Promise<Float64Array> {
  const heard = new Float64Array(69_000);
  const decoded = new Map<string, Float32Array>();
  for (const clip of all(track, 'Clip')) {
    const name = at(all(clip, 'File'), 0).attributes.path ?? '';
    const left = decoded.get(name) ?? (await decodeLeft(files.get(name) ?? Buffer.alloc(0)));
    decoded.set(name, left);
    const [start, sourceStart, length] = ['time', 'playStart', 'duration'].map((name) =>
      positionOf(clip, name),
    ) as [ReturnType<typeof samples>, ReturnType<typeof samples>, ReturnType<typeof samples>];
    const [fadeIn, fadeOut] = [positionOf(clip, 'fadeInTime'), positionOf(clip, 'fadeOutTime')];
    const shape = { start, sourceStart, length, fadeIn, fadeOut };
    for (let i = 0; i < length; i++)
      heard[start + i] = (heard[start + i] ?? 0) + clipGain(shape, i) * (left[sourceStart + i] ?? 0);
  }
  return heard;
}

describe('a DAWproject', () => {
  it('has the tracks, clips and audio of the session, and plays as they lie', async () => {
    const files = readStoredZip(await run(inputFor('session'), 'dawproject'));
    expect([...files.keys()].sort()).toEqual([
      'audio/guitar & co.wav',
      'audio/loud & co.wav',
      'metadata.xml',
      'project.xml',
    ]);
    const project = parseXml(files.get('project.xml')?.toString('utf8') ?? '');
    expectProject(project);
    const tracks = all(project, 'Track');
    expect(tracks.map(({ attributes: { name, color } }) => [name, color])).toEqual([
      ['Guitar <1> "A"', '#0f857c'],
      ['loud & co', expect.stringMatching(/^#[0-9a-f]{6}$/)],
      ['Empty', expect.stringMatching(/^#/)],
      ['Master', undefined],
    ]);
    const volume = at(all(at(tracks, 0), 'Volume'), 0);
    expect(numberOf(volume, 'value')).toBeCloseTo(dbToGain(-6), 9);
    expect(numberOf(at(all(at(tracks, 0), 'Pan'), 0), 'value')).toBe(0.75);
    expect(at(all(at(tracks, 1), 'Mute'), 0).attributes.value).toBe('true');
    expect(at(all(project, 'Tempo'), 0).attributes).toMatchObject({ unit: 'bpm', value: '96' });

    const [guitar, loud] = all(at(all(project, 'Lanes'), 0), 'Lanes');
    const heard = [await play(guitar as XmlElement, files), await play(loud as XmlElement, files)];
    let difference = 0;
    for (let i = 0; i < 69_000; i++) {
      const expected = CLIPS.reduce((sum, clip) => {
        const into = i - clip.start;
        if (into < 0 || into >= clip.length) return sum;
        const sample = wave(clip.source === 'loud' ? 'loud' : 'guitar', clip.sourceStart + into);
        return (
          sum +
          clipGain({ ...clip, length: samples(clip.length) } as Parameters<typeof clipGain>[0], into) * sample
        );
      }, 0);
      const whole = i < LENGTH ? wave('loud', i) : 0;
      difference = Math.max(
        difference,
        Math.abs((heard[0]?.[i] ?? 9) - expected),
        Math.abs((heard[1]?.[i] ?? 9) - whole),
      );
    }
    expect(gainToDb(difference)).toBeLessThan(-120);
    const depths = ['guitar', 'loud'].map((id) => files.get(`audio/${id} & co.wav`)?.readUInt16LE(34));
    expect(depths).toEqual([24, 32]);
    const points = all(project, 'RealPoint').map((point) => numberOf(point, 'value'));
    expect([points.length, points[0], points.at(-1)]).toEqual([5, dbToGain(-12), 1]);
    expect(parseXml(files.get('metadata.xml')?.toString('utf8') ?? '')).toMatchObject({
      name: 'MetaData',
      children: [{ name: 'Title', text: 'Ours & theirs' }],
    });
  });

  it('has groups as tracks of tracks, whose channel theirs feed', async () => {
    const base = inputFor('x');
    const guitar = { ...DEFAULT_STRIP, group: 'band' };
    const band = { ...DEFAULT_STRIP, gainDb: -3, clips: [], automation: { pan: [{ at: 0, value: 1 }] } };
    const group = { ...at(base.stems, 2), id: 'band', name: 'Band', kind: 'group' };
    const changes = {
      stems: [group, ...base.stems],
      mix: { ...base.mix, strips: { ...base.mix.strips, guitar, band } },
    };
    const files = readStoredZip(await run(inputFor('grouped', changes), 'dawproject'));
    const project = parseXml(files.get('project.xml')?.toString('utf8') ?? '');
    expectProject(project);
    const rows = at(all(project, 'Structure'), 0).children;
    expect(rows.map(({ attributes: { name, contentType } }) => [name, contentType])).toEqual([
      ['Band', 'tracks'],
      ['loud & co', 'audio'],
      ['Empty', 'audio'],
      ['Master', 'audio'],
    ]);
    const [channel, ...tracks] = at(rows, 0).children;
    expect(channel?.attributes).toMatchObject({ role: 'submix', destination: 'master' });
    expect(tracks.map(({ attributes }) => attributes.name)).toEqual(['Guitar <1> "A"']);
    expect(at(all(at(tracks, 0), 'Channel'), 0).attributes.destination).toBe(channel?.attributes.id);
    const lane = at(all(at(all(project, 'Lanes'), 0), 'Lanes'), 0);
    expect([all(lane, 'Clip').length, all(lane, 'RealPoint').length]).toEqual([0, 1]);
  });

  it('has the tempo map and the markers of an analysed song', async () => {
    const downbeats = [10_000, 98_200, 190_000, 280_000];
    const beats = downbeats.flatMap((each) => [0, 1, 2].map((beat) => each + beat * 29_000));
    const timing = { beats, downbeats, markers: [{ at: 98_200, name: 'Drop' }] };
    const files = readStoredZip(await run(inputFor('timed', { timing }), 'dawproject'));
    const project = parseXml(files.get('project.xml')?.toString('utf8') ?? '');
    expectProject(project);
    const lane = at(all(project, 'TempoAutomation'), 0);
    const times = all(lane, 'RealPoint').map((point) => Math.round(numberOf(point, 'time') * RATE));
    expect(times).toEqual([0, ...downbeats.slice(0, -1)]);
    expect(all(project, 'Marker').map(({ attributes }) => attributes)).toEqual([
      { name: 'Drop', time: String(98_200 / RATE) },
    ]);
    const metres = all(project, 'TimeSignaturePoint').map(({ attributes }) => attributes.numerator);
    expect(metres.at(-1)).toBe('3');
  });
});

it('a tempo map is a MIDI file as long as the mix', async () => {
  const file = await run(inputFor('tempo', {}, { format: 'midi', bitDepth: 16 }), 'mid');
  expect(file.toString('latin1', 0, 4)).toBe('MThd');
  expect(
    file.indexOf(Buffer.from([0xff, 0x51, 0x03, ...[625_000 >> 16, (625_000 >> 8) & 255, 625_000 & 255]])),
  ).toBeGreaterThan(0);
});
