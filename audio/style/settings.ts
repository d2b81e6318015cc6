// What a person can set about how a stem is played with a style sound, completed and checked.
import { defaultsOf, type NumberSetting } from '@/contract/settings';
import {
  STYLE_NUMBERS,
  STYLE_SETTINGS,
  type StyleNumber,
  type StyleSettings,
} from '@/contract/style-settings';

const NUMBERS = Object.entries(STYLE_NUMBERS) as readonly [StyleNumber, NumberSetting][];

/**
 * The settings with defaults for what is missing.
 * @throws RangeError with one sentence about the first number that is outside its limits
 */
export function completeSettings(partial: Partial<StyleSettings> = {}): StyleSettings {
  const settings = { ...defaultsOf(STYLE_SETTINGS), ...partial };
  for (const [name, { min, max, isInteger }] of NUMBERS) {
    const value = settings[name];
    if (!(value >= min && value <= max)) throw new RangeError(`${name} must lie between ${min} and ${max}.`);
    if (isInteger && !Number.isInteger(value)) throw new RangeError(`${name} must be a whole number.`);
  }
  return settings;
}
