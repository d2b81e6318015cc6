// What people did to the mix, in words to be read after their name.
import { STRIP_PROCESSORS } from '@/contract/processors/strip-processors';
import { DELAY_ID, REVERB_ID, SONG_ID } from '@/contract/stems';
import { fieldWords, processorField, processorName } from '@/document/field-words';
import { defaultValue } from '@/document/mix-fields';
import { parseRegisterKey } from '@/document/registers';

import { panText, type Unit, valueText } from '@/document/value-words';
import type { ActivityOf } from '@/platform/activity';

type Of<K extends ActivityOf['kind']> = Extract<ActivityOf, { kind: K }>;
type Setting = Of<'mix'>['before'];

/** A stem or another part of the mix, as it is called on its strip. */
export const title = (id: string): string => `${id.charAt(0).toUpperCase()}${id.slice(1)}`;

/** In the middle of a sentence stems keep the capital of their strip, and what all share has none. */
const ownerOf = (entity: string): string =>
  entity === REVERB_ID || entity === DELAY_ID ? entity : title(entity);

type SwitchSentences = Readonly<Record<string, (name: string, isOn: boolean) => string>>;
const SWITCHES: SwitchSentences = {
  mute: (name, isOn) => `${isOn ? 'muted' : 'unmuted'} ${name}`,
  invert: (name, isOn) => (isOn ? `inverted the polarity of ${name}` : `put the polarity of ${name} back`),
  eqBypass: (name, isOn) => `switched the EQ of ${name} ${isOn ? 'off' : 'on'}`,
  compressorBypass: (name, isOn) => `switched the compressor of ${name} ${isOn ? 'off' : 'on'}`,
  ...Object.fromEntries(
    Object.values(STRIP_PROCESSORS).map((processor) => [
      processorField(processor.id, 'on'),
      (name: string, isOn: boolean) =>
        `switched the ${processorName(processor)} of ${name} ${isOn ? 'on' : 'off'}`,
    ]),
  ),
  limiterOn: (_name, isOn) => `switched the limiter ${isOn ? 'on' : 'off'}`,
};

function numberText(unit: Unit, value: number): string {
  return unit === 'pan' && panText(value) === 'C' ? 'the centre' : valueText(unit, value);
}

/** `from -6.0 to 0.0 dB`: the unit once, where both have the same. */
function movement(unit: Unit, from: number, to: number): string {
  const [before, after] = [numberText(unit, from), numberText(unit, to)];
  const [figure, ...units] = before.split(' ');
  const hasSameUnit = unit !== 'pan' && units.length > 0 && after.endsWith(` ${units.join(' ')}`);
  return `from ${hasSameUnit ? figure : before} to ${after}`;
}

function numberSentence(entity: string, field: string, before: Setting, after: Setting): string | null {
  const words = fieldWords(field);
  const rest = words && defaultValue(entity, field);
  if (!words || typeof rest !== 'number') return null;
  const [from, to] = [before, after].map((value) => (typeof value === 'number' ? value : rest)) as [
    number,
    number,
  ];
  const way = movement(words.unit, from, to);
  if (entity === SONG_ID) return `changed the ${words.label} ${way}`;
  return `moved ${[ownerOf(entity), words.part, words.label].filter(Boolean).join(' ')} ${way}`;
}

/** One control of the mix. */
export function mixSentence({ register, before, after }: Of<'mix'>): string {
  const name = parseRegisterKey(register);
  if (!name) return 'changed the mix';
  const { entity, field } = name;
  const switched = Object.hasOwn(SWITCHES, field) ? SWITCHES[field] : undefined;
  if (switched) return switched(title(entity), after === true);
  return numberSentence(entity, field, before, after) ?? `changed ${ownerOf(entity)}`;
}

const PROCESSORS: Readonly<Record<string, string>> = {
  eq: 'EQ',
  compressor: 'compressor',
  sends: 'sends',
  ...Object.fromEntries(
    Object.values(STRIP_PROCESSORS).map((processor) => [processor.id, processorName(processor)]),
  ),
};

/** Several settings of one processor. */
export function processorSentence({ entity, processor }: Of<'processor'>): string {
  const words = Object.hasOwn(PROCESSORS, processor) ? PROCESSORS[processor] : undefined;
  return words === undefined ? `changed the ${processor}` : `changed the ${words} of ${title(entity)}`;
}

/** A sound that a stem is played with. */
export const styleSentence = ({ stem, sound }: Of<'style-chosen'>): string =>
  sound === null ? `played ${title(stem)} as it is again` : `played ${title(stem)} with the sound “${sound}”`;

/** A lane of automation. */
export const automationSentence = ({ stem, lane }: Of<'automation'>): string =>
  `automated the ${lane === 'pan' ? 'pan' : 'volume'} of ${title(stem)}`;
