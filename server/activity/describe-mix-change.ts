// Describes changes of the mix, as text that follows the name of the user.
import { z } from 'zod';
import { STRIP_PROCESSORS } from '@/contract/processors/strip-processors';
import { DELAY_ID, REVERB_ID, SONG_ID } from '@/contract/stems';
import { fieldCaption, processorField, processorName } from '@/document/field-captions';
import { defaultValue } from '@/document/mix-fields';
import { parseRegisterKey, type RegisterName } from '@/document/registers';
import { panText, type Unit, valueText } from '@/document/value-text';
import { title, titled } from './activity-kind';

const setting = z.union([z.number(), z.boolean()]).nullable();

/** Within a sentence, stem names keep the capital of their strip, and shared parts have none. */
const ownerOf = (entity: string, name?: string): string =>
  entity === REVERB_ID || entity === DELAY_ID ? entity : title(entity, name);

type SwitchDescriptions = Readonly<Record<string, (name: string, isOn: boolean) => string>>;
const SWITCHES: SwitchDescriptions = {
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
  gridIsSteady: (_name, isOn) =>
    isOn ? 'made the beat grid steady' : 'put the beat grid back to the beats that were found',
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

/** `register` is `<stem>/<field>` of the mix; null is the default. */
export const controlDetails = z.object({
  register: z.string(),
  before: setting,
  after: setting,
  ...titled,
});
/** Several settings of an equaliser, a compressor, ...; `entity` is a stem or one of the parts that all share. */
export const processorDetails = z.object({ entity: z.string(), processor: z.string(), ...titled });

function describeNumber(
  { entity, field }: RegisterName,
  { before, after, title: name }: z.infer<typeof controlDetails>,
): string | null {
  const caption = fieldCaption(field);
  const neutral = caption && defaultValue(entity, field);
  if (!caption || typeof neutral !== 'number') return null;
  const [from, to] = [before, after].map((value) => (typeof value === 'number' ? value : neutral)) as [
    number,
    number,
  ];
  const way = movement(caption.unit, from, to);
  if (entity === SONG_ID) return `changed the ${caption.label} ${way}`;
  return `moved ${[ownerOf(entity, name), caption.part, caption.label].filter(Boolean).join(' ')} ${way}`;
}

/** One control of the mix. */
export function describeControl(details: z.infer<typeof controlDetails>): string {
  const { register, after, title: name } = details;
  const of = parseRegisterKey(register);
  if (!of) return 'changed the mix';
  const { entity, field } = of;
  const switched = Object.hasOwn(SWITCHES, field) ? SWITCHES[field] : undefined;
  if (switched) return switched(title(entity, name), after === true);
  return describeNumber(of, details) ?? `changed ${ownerOf(entity, name)}`;
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
export function describeProcessor(details: z.infer<typeof processorDetails>): string {
  const { entity, processor, title: name } = details;
  const caption = Object.hasOwn(PROCESSORS, processor) ? PROCESSORS[processor] : undefined;
  return caption === undefined
    ? `changed the ${processor}`
    : `changed the ${caption} of ${title(entity, name)}`;
}
