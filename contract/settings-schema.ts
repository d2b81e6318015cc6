// The zod schemas that groups of settings are checked by.
import { z } from 'zod';
import type { NumberSetting, Setting, Settings, ValueOf } from './settings';

/** Within the bounds of a setting. */
export function numberSchema({ min, max, isInteger }: NumberSetting): z.ZodNumber {
  const bounded = z.number().min(min).max(max);
  return isInteger ? bounded.int() : bounded;
}

function valueSchema(setting: Setting): z.ZodType {
  if (setting.kind === 'number') return numberSchema(setting);
  return setting.kind === 'toggle' ? z.boolean() : z.enum(setting.choices);
}

/** A schema by key for settings that are numbers, without defaults. */
export const numberShape = <Group extends Readonly<Record<string, NumberSetting>>>(group: Group) =>
  Object.fromEntries(Object.entries(group).map(([key, setting]) => [key, numberSchema(setting)])) as {
    readonly [Key in keyof Group]: z.ZodNumber;
  };

type SettingsShape<Group extends Settings> = {
  [Key in keyof Group]: z.ZodDefault<z.ZodType<ValueOf<Group[Key]>>>;
};

/** A schema by key: within the bounds of each setting, its default where the key is absent. */
export function settingsShape<Group extends Settings>(group: Group): SettingsShape<Group> {
  const shape = Object.entries(group).map(([key, setting]) => [
    key,
    valueSchema(setting).default(setting.default),
  ]);
  return Object.fromEntries(shape) as SettingsShape<Group>;
}
