// The mixer of a DAWproject: channels with volume, pan and mute, and the automation of the first two.
import { FADER_MAX_DB } from '@/contract/units';
import type { StripState } from '@/document/schema';
import { normalisedPan, type Point, panAutomation, volumeAutomation, volumeOf } from './automation-points';
import { element } from './xml';

export interface Channel {
  /** Names the channel and its parameters in the file. */
  readonly id: string;
  readonly gainDb: number;
  readonly pan: number;
  readonly mute: boolean;
  readonly solo: boolean;
  readonly role: 'regular' | 'submix' | 'master';
  /** The id of the channel that it feeds. */
  readonly destination?: string;
}

/** A channel; its elements have the order that the schema asks for. */
export function channelXml({ id, gainDb, pan, mute, solo, role, destination }: Channel): string {
  const volume = { unit: 'linear', min: 0, max: volumeOf(FADER_MAX_DB), value: volumeOf(gainDb) };
  const balance = { unit: 'normalized', min: 0, max: 1, value: normalisedPan(pan) };
  return element('Channel', { id, role, destination, audioChannels: 2, solo }, [
    element('Mute', { id: `${id}-mute`, name: 'Mute', value: mute }),
    element('Pan', { id: `${id}-pan`, name: 'Pan', ...balance }),
    element('Volume', { id: `${id}-volume`, name: 'Volume', ...volume }),
  ]);
}

/**
 * The automation of a strip, one element for each lane.
 * @param id of its channel
 * @param rate of the positions, in Hz
 */
export function automationXml(id: string, { automation }: StripState, rate: number): string[] {
  const lane = (parameter: string, unit: string, points: readonly Point[]): string[] => {
    if (points.length === 0) return [];
    const written = points.map(({ at, value }) =>
      element('RealPoint', { time: at / rate, value, interpolation: 'linear' }),
    );
    const target = element('Target', { parameter: `${id}-${parameter}` });
    return [element('Points', { id: `${id}-${parameter}-lane`, unit }, [target, ...written])];
  };
  return [
    ...lane('volume', 'linear', volumeAutomation(automation?.gainDb ?? [])),
    ...lane('pan', 'normalized', panAutomation(automation?.pan ?? [])),
  ];
}
