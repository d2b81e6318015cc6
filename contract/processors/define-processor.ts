// How an effect of a strip is written down as data: what it is called, and what can be set.
import type { NumberSetting, ValuesOf } from '../settings';

/** Numbers alone: each is a register of the shared document, an argument of the command line and a knob. */
export type ProcessorSettings = Readonly<Record<string, NumberSetting>>;

export interface ProcessorDescriptor<Settings extends ProcessorSettings = ProcessorSettings> {
  /** In camel case: the prefix of its registers, as `gate` of `gateThresholdDb`. */
  readonly id: string;
  /** What people read over its knobs. */
  readonly label: string;
  /** What it does, as one sentence. */
  readonly help: string;
  readonly settings: Settings;
}

/** What a processor is set to. */
export type SettingsOf<Descriptor extends ProcessorDescriptor> = ValuesOf<Descriptor['settings']>;

/** Writes a processor down, keeping the names of its settings. */
export const defineProcessor = <const Settings extends ProcessorSettings>(
  descriptor: ProcessorDescriptor<Settings>,
): ProcessorDescriptor<Settings> => descriptor;
