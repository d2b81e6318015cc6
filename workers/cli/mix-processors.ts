// The effects of a strip in a mix.json: their settings with words parted by underscores, as everything else there.
import { z } from 'zod';
import type { ProcessorDescriptor } from '@/contract/processors/define-processor';
import { STRIP_PROCESSORS, type StripProcessorSettings } from '@/contract/processors/strip-processors';
import { numberSchema } from '@/contract/settings-schema';

/** `thresholdDb` as `threshold_db`. */
const underscored = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const DESCRIPTORS: readonly ProcessorDescriptor[] = Object.values(STRIP_PROCESSORS);

/** One effect: what is left out stands at its default. */
function processorSchema({ settings }: ProcessorDescriptor) {
  const numbers = Object.entries(settings).map(
    ([key, setting]) => [underscored(key), numberSchema(setting).default(setting.default)] as const,
  );
  return z.strictObject({
    /** True keeps the settings and does without them. */
    bypass: z.boolean().default(false),
    ...Object.fromEntries(numbers),
  });
}

type Described = z.infer<ReturnType<typeof processorSchema>>;

/** Of a stem in a mix.json: an effect that is named is on. */
export const processorsShape: Readonly<Record<string, z.ZodOptional<z.ZodType<Described>>>> =
  Object.fromEntries(
    DESCRIPTORS.map((descriptor) => [underscored(descriptor.id), processorSchema(descriptor).optional()]),
  );

/** What the engine is given of a stem's effects. */
export function processorsOf(stem: Readonly<Record<string, unknown>>): StripProcessorSettings {
  const on = DESCRIPTORS.flatMap(({ id, settings }) => {
    const described = stem[underscored(id)] as Readonly<Record<string, number>> | undefined;
    if (!described || described.bypass) return [];
    return [[id, Object.fromEntries(Object.keys(settings).map((key) => [key, described[underscored(key)]]))]];
  });
  return Object.fromEntries(on) as StripProcessorSettings;
}
