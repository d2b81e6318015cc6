// Settings as data: default, bounds and labels of each, from which schemas, forms and defaults are derived.

interface Described {
  readonly label: string;
  readonly help?: string;
}

export interface NumberSetting extends Described {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** How far one press of an arrow key goes, in what is shown. */
  readonly step: number;
  readonly isInteger: boolean;
  /** Shown and typed as so many times the value: 100 for shares in percent. */
  readonly scale: number;
  /** Of what is shown, such as `dB`; empty for a pure number. */
  readonly unit: string;
}

export interface ToggleSetting extends Described {
  readonly kind: 'toggle';
  readonly default: boolean;
}

export interface ChoiceSetting<Choice extends string = string> extends Described {
  readonly kind: 'choice';
  readonly default: Choice;
  readonly choices: readonly Choice[];
}

export type Setting = NumberSetting | ToggleSetting | ChoiceSetting;
export type Settings = Readonly<Record<string, Setting>>;

export type ValueOf<S extends Setting> = S extends NumberSetting
  ? number
  : S extends ToggleSetting
    ? boolean
    : S extends ChoiceSetting<infer Choice>
      ? Choice
      : never;

/** The values of a group of settings, by their keys. */
export type ValuesOf<Group extends Settings> = { readonly [Key in keyof Group]: ValueOf<Group[Key]> };

type NumberOptions = Pick<NumberSetting, 'default' | 'min' | 'max'> &
  Partial<Pick<NumberSetting, 'step' | 'isInteger' | 'scale' | 'unit' | 'help'>>;

export const numberSetting = (label: string, options: NumberOptions): NumberSetting => ({
  kind: 'number',
  label,
  step: 1,
  isInteger: false,
  scale: 1,
  unit: '',
  ...options,
});

export const toggleSetting = (label: string, isOn: boolean, help?: string): ToggleSetting => ({
  kind: 'toggle',
  label,
  default: isOn,
  ...(help === undefined ? {} : { help }),
});

export const choiceSetting = <Choice extends string>(
  label: string,
  choices: readonly Choice[],
  fallback: Choice,
): ChoiceSetting<Choice> => ({ kind: 'choice', label, choices, default: fallback });

/** The default of every setting of a group. */
export function defaultsOf<Group extends Settings>(group: Group): ValuesOf<Group> {
  const entries = Object.entries(group).map(([key, setting]) => [key, setting.default]);
  return Object.fromEntries(entries) as ValuesOf<Group>;
}
