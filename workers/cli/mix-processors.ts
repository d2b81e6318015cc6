// The effects of a strip in a mix.json: their settings in snake case, as everything else there.
import { z } from 'zod';
import type { ProcessorDescriptor, ProcessorSettings } from '@/contract/processors/define-processor';
import { STRIP_PROCESSORS, type StripProcessorSettings } from '@/contract/processors/strip-processors';
import type { ValuesOf } from '@/contract/settings';
import { numberSchema } from '@/contract/settings-schema';

/** `thresholdDb` as `threshold_db`. */
export const underscored = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const DESCRIPTORS: readonly ProcessorDescriptor[] = Object.values(STRIP_PROCESSORS);

/** Settings by the names they have in a mix.json; what is left out stands at its default. */
export function describedShape(settings: ProcessorSettings): Record<string, z.ZodDefault<z.ZodNumber>> {
  const numbers = Object.entries(settings).map(
    ([key, setting]) => [underscored(key), numberSchema(setting).default(setting.default)] as const,
  );
  return Object.fromEntries(numbers);
}

/** The engine's settings from described ones. */
export const settingsOf = <Settings extends ProcessorSettings>(
  settings: Settings,
  described: Readonly<Record<string, unknown>>,
): ValuesOf<Settings> =>
  Object.fromEntries(
    Object.keys(settings).map((key) => [key, described[underscored(key)]]),
  ) as ValuesOf<Settings>;

/** True bypasses the processor and keeps its settings. */
export const bypass = z.boolean().default(false);

const processorSchema = ({ settings }: ProcessorDescriptor) =>
  z.strictObject({ bypass, ...describedShape(settings) });

type Described = z.infer<ReturnType<typeof processorSchema>>;

/** Of a stem in a mix.json: an effect that is named is on. */
export const processorsShape: Readonly<Record<string, z.ZodOptional<z.ZodType<Described>>>> =
  Object.fromEntries(
    DESCRIPTORS.map((descriptor) => [underscored(descriptor.id), processorSchema(descriptor).optional()]),
  );

/** The engine's settings of a stem's effects. */
export function processorsOf(stem: Readonly<Record<string, unknown>>): StripProcessorSettings {
  const on = DESCRIPTORS.flatMap(({ id, settings }) => {
    const described = stem[underscored(id)] as Readonly<Record<string, number>> | undefined;
    if (!described || described.bypass) return [];
    return [[id, settingsOf(settings, described)]];
  });
  return Object.fromEntries(on) as StripProcessorSettings;
}
