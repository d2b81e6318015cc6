// What the list of activity says about the mix.
import { expect, it } from 'vitest';
import { describeActivity } from './describe-activity';

const mix = (register: string, before: number | boolean | null, after: number | boolean | null) =>
  describeActivity({ kind: 'mix', register, before, after });

it.each([
  ['drums/gainDb', null, -6, 'moved Drums volume from 0.0 to -6.0 dB'],
  ['drums/gainDb', -60, 3, 'moved Drums volume from -∞ to +3.0 dB'],
  ['drums/pan', null, -0.3, 'moved Drums pan from the centre to L 30'],
  ['drums/mute', null, true, 'muted Drums'],
  ['bass/invert', true, null, 'put the polarity of Bass back'],
  ['vocals/eqLowPeakGainDb', null, 3.5, 'moved Vocals EQ low mid gain from 0.0 to +3.5 dB'],
  ['vocals/eqHighShelfHz', null, 900, 'moved Vocals EQ high shelf frequency from 8 kHz to 900 Hz'],
  ['vocals/eqBypass', null, true, 'switched the EQ of Vocals off'],
  ['bass/compressorRatio', null, 4, 'moved Bass compressor ratio from 1 to 4 : 1'],
  ['bass/compressorKneeDb', null, 12, 'moved Bass compressor knee from 6.0 to 12.0 dB'],
  ['bass/sendsReverbDb', null, -12, 'moved Bass send to the reverb from -∞ to -12.0 dB'],
  ['master/limiterOn', null, true, 'switched the limiter on'],
  ['master/limiterCeilingDb', null, -2, 'moved Master limiter ceiling from -1.0 to -2.0 dBTP'],
  ['reverb/decayS', null, 3, 'moved reverb decay from 1.8 to 3 s'],
  ['song/tempo', null, 0.95, 'changed the tempo from 100 to 95 %'],
  ['song/keySemitones', null, -2, 'changed the key from 0 to -2 semitones'],
  ['song/bpm', null, 120, 'changed the tempo of the recording from unknown to 120 BPM'],
  ['song/gridShiftMs', null, -20, 'changed the beat grid offset from 0 to -20 ms'],
  ['song/gridDoublings', null, 1, 'changed the beat density from 1 to 2 ×'],
  ['song/gridFirstBeat', null, 2, 'changed the first beat of the bars from 1 to 3'],
  ['song/gridBeatsPerBar', null, 3, 'changed the metre from as found to 3 beats'],
  ['song/gridIsSteady', null, true, 'made the beat grid steady'],
  ['delay/leftNote', null, 7, 'moved delay left note from free to 1/8.'],
  ['drums/tilt', null, 1, 'changed Drums'],
] as const)('%s', (register, before, after, sentence) => {
  expect(mix(register, before, after)).toBe(sentence);
});

it('names processors, sounds, clips and lanes', () => {
  expect(
    [
      { kind: 'processor', entity: 'drums', processor: 'eq' } as const,
      { kind: 'processor', entity: 'delay', processor: 'delay' } as const,
      { kind: 'processor', entity: 'master', processor: 'limiter' } as const,
      { kind: 'style-chosen', stem: 'bass', sound: 'Bells' } as const,
      { kind: 'style-chosen', stem: 'bass', sound: null } as const,
      { kind: 'style-set', stem: 'bass' } as const,
      { kind: 'clips', stem: 'vocals' } as const,
      { kind: 'automation', stem: 'vocals', lane: 'gainDb' } as const,
    ].map(describeActivity),
  ).toEqual([
    'changed the EQ of Drums',
    'changed the delay',
    'changed the limiter',
    'played Bass with the sound “Bells”',
    'played Bass as it is again',
    'changed how the sound of Bass plays',
    'edited the clips of Vocals',
    'automated the volume of Vocals',
  ]);
});
