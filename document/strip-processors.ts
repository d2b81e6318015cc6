// The strip effects that consist of settings alone, as stored in the document: a switch and numbers.
import { z } from 'zod';
import type { ProcessorDescriptor } from '@/contract/processors/define-processor';
import { type ProcessorId, STRIP_PROCESSORS } from '@/contract/processors/strip-processors';
import { defaultsOf } from '@/contract/settings';
import { numberShape } from '@/contract/settings-schema';

type StateShape<Descriptor extends ProcessorDescriptor> = {
  readonly on: z.ZodBoolean;
} & { readonly [Key in keyof Descriptor['settings']]: z.ZodNumber };
type Schemas = { readonly [Id in ProcessorId]: z.ZodObject<StateShape<(typeof STRIP_PROCESSORS)[Id]>> };
export type StripProcessorStates = { readonly [Id in ProcessorId]: z.infer<Schemas[Id]> };

/** A value for each effect, by its id. */
const byId = <Value>(make: (descriptor: ProcessorDescriptor) => Value): Record<string, Value> =>
  Object.fromEntries(Object.values(STRIP_PROCESSORS).map((descriptor) => [descriptor.id, make(descriptor)]));

const schemaOf = (descriptor: ProcessorDescriptor) =>
  z.object({ on: z.boolean(), ...numberShape(descriptor.settings) });

const defaultOf = (descriptor: ProcessorDescriptor) => ({
  on: false,
  ...defaultsOf(descriptor.settings),
});

/** What each effect may be set to. What somebody has found by ear outlives a comparison without it: hence the switch. */
export const stripProcessorSchemas = byId(schemaOf) as unknown as Schemas;

/** As `stripProcessorSchemas`, of a stored mix: it may be of a version without some of them. */
export const storedStripProcessors = byId((descriptor) =>
  schemaOf(descriptor).default(() => defaultOf(descriptor)),
) as unknown as { readonly [Id in ProcessorId]: z.ZodDefault<Schemas[Id]> };

/** Ready to be switched on. */
export const DEFAULT_STRIP_PROCESSORS = byId(defaultOf) as unknown as StripProcessorStates;
