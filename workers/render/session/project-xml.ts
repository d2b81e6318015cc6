// A session as the project.xml of a DAWproject: tracks, mixer, clips, markers and tempo. All times are in seconds.
import { type TempoStep, tempoChanges, tempoMapOf } from '@/audio/tempo/tempo-map';
import { median } from '@/contract/median';
import { isTempoKnown } from '@/contract/mix-controls';
import { defaultTrackColor, TRACK_HEX } from '@/contract/track-colors';
import { DEFAULT_STRIP } from '@/document/schema';
import type { RenderMixInput } from '@/platform/jobs/render-mix';
import packageJson from '../../../package.json' with { type: 'json' };
import { audioKey, type JobStem } from '../job-audio';
import { songTimeOf } from '../song-time';
import { automationXml, channelXml } from './channel-xml';
import { type SessionClip, sessionClips } from './session-clips';
import { element, xmlDocument } from './xml';

const APPLICATION = { name: 'IsoMix Studio', version: packageJson.version };
const MASTER = 'master';
const TEMPO = 'tempo';
const METRE = 'metre';
/** What a project without a tempo of its own is shown in. */
const DEFAULT_BPM = 120;
/** Times of seconds, so that audio stays where it is whatever becomes of the tempo. */
const SECONDS = { timeUnit: 'seconds' };

/** The paths of the audio files in the archive, by `audioKey`. */
export type AudioPaths = ReadonlyMap<string, string>;

/** Ids of an XML document begin with a letter. */
const trackId = (index: number): string => `track-${index + 1}`;
const channelId = (index: number): string => `channel-${index + 1}`;

function tempoOf(input: RenderMixInput): { bpm: number; map: readonly TempoStep[] } {
  const { mix, sampleRate } = input;
  const map = tempoMapOf(songTimeOf(input), sampleRate) ?? [];
  const usual = median(map.map(({ bpm }) => bpm)) ?? DEFAULT_BPM;
  return { bpm: isTempoKnown(mix.bpm) ? mix.bpm : usual, map: tempoChanges(map) };
}

function transportXml(bpm: number): string {
  return element('Transport', {}, [
    element('Tempo', { id: TEMPO, name: 'Tempo', unit: 'bpm', min: 1, max: 999, value: bpm }),
    element('TimeSignature', { id: METRE, numerator: 4, denominator: 4 }),
  ]);
}

function structureXml({ stems, mix, soloed }: RenderMixInput): string {
  const indices = new Map(stems.map(({ id }, index) => [id, index]));
  const groupOf = ({ id }: JobStem) => indices.get(mix.strips[id]?.group ?? '');
  const trackXml = (track: JobStem, index: number): string => {
    const { id, name, kind, color = defaultTrackColor(id) } = track;
    const { gainDb, pan, mute } = mix.strips[id] ?? DEFAULT_STRIP;
    const set = { gainDb, pan, mute, solo: soloed.includes(id), id: channelId(index) };
    const isGroup = kind === 'group';
    const into = groupOf(track);
    const destination = into === undefined ? MASTER : channelId(into);
    const channel = channelXml({ ...set, role: isGroup ? 'submix' : 'regular', destination });
    const named = { id: trackId(index), name, color: TRACK_HEX[color] };
    const contentType = isGroup ? 'tracks' : 'audio';
    return element('Track', { ...named, contentType, loaded: true }, [channel, ...tracksIn(index)]);
  };
  /** Those in a group stand within its element. */
  const tracksIn = (group: number | undefined): string[] =>
    stems.flatMap((track, index) => (groupOf(track) === group ? trackXml(track, index) : []));
  const sum = { id: MASTER, gainDb: mix.master.gainDb, pan: 0, mute: false, solo: false } as const;
  const master = element(
    'Track',
    { id: 'track-master', name: 'Master', contentType: 'audio', loaded: true },
    [channelXml({ ...sum, role: 'master' })],
  );
  return element('Structure', {}, [...tracksIn(undefined), master]);
}

function clipXml({ clip, audio }: SessionClip, name: string, paths: AudioPaths, rate: number): string {
  const { start, length, sourceStart, fadeIn, fadeOut } = clip;
  const place = { time: start / rate, duration: length / rate, playStart: sourceStart / rate };
  const fades = { fadeTimeUnit: 'seconds', fadeInTime: fadeIn / rate, fadeOutTime: fadeOut / rate };
  const sound = { channels: 2, sampleRate: rate, duration: audio.lengthSamples / rate };
  const file = element('File', { path: paths.get(audioKey(audio)) });
  return element('Clip', { name, ...place, contentTimeUnit: 'seconds', ...fades }, [
    element('Audio', sound, [file]),
  ]);
}

function lanesXml(input: RenderMixInput, track: JobStem, index: number, paths: AudioPaths): string {
  const rate = input.sampleRate;
  const clips = sessionClips(input, track).map((clip) => clipXml(clip, track.name, paths, rate));
  const strip = input.mix.strips[track.id] ?? DEFAULT_STRIP;
  return element('Lanes', { id: `lanes-${index + 1}`, track: trackId(index) }, [
    element('Clips', { id: `clips-${index + 1}` }, clips),
    ...automationXml(channelId(index), strip, rate),
  ]);
}

function markersXml({ timing, sampleRate }: RenderMixInput): string[] {
  if (timing.markers.length === 0) return [];
  const markers = timing.markers.map(({ at, name }) => element('Marker', { name, time: at / sampleRate }));
  return [element('Markers', { id: 'markers', ...SECONDS }, markers)];
}

/** Tempo and metre where they change; a steady one is in the transport alone. */
function tempoXml(map: readonly TempoStep[], rate: number): string[] {
  if (map.length < 2) return [];
  const tempi = map.map(({ at, bpm }) =>
    element('RealPoint', { time: at / rate, value: bpm, interpolation: 'hold' }),
  );
  const metres = map.flatMap(({ at, beatsPerBar, beatUnit }, index) => {
    const before = map[index - 1];
    if (before?.beatsPerBar === beatsPerBar && before.beatUnit === beatUnit) return [];
    return element('TimeSignaturePoint', { time: at / rate, numerator: beatsPerBar, denominator: beatUnit });
  });
  const target = (parameter: string) => element('Target', { parameter });
  return [
    element('TempoAutomation', { id: 'tempo-lane', unit: 'bpm', ...SECONDS }, [target(TEMPO), ...tempi]),
    element('TimeSignatureAutomation', { id: 'metre-lane', ...SECONDS }, [target(METRE), ...metres]),
  ];
}

/**
 * The project.xml of a session, at the recording's own tempo and key: neither they nor effects and sends go along.
 * @param paths of all audio that its clips play
 */
export function projectXml(input: RenderMixInput, paths: AudioPaths): string {
  const { bpm, map } = tempoOf(input);
  const lanes = input.stems.map((track, index) => lanesXml(input, track, index, paths));
  return xmlDocument(
    element('Project', { version: '1.0' }, [
      element('Application', APPLICATION),
      transportXml(bpm),
      structureXml(input),
      element('Arrangement', { id: 'arrangement' }, [
        element('Lanes', { id: 'lanes', ...SECONDS }, lanes),
        ...markersXml(input),
        ...tempoXml(map, input.sampleRate),
      ]),
    ]),
  );
}
