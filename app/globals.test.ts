// The contrast of texts on the colours of the design tokens, in both themes, after WCAG 2.2 (1.4.3).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Rgb = readonly [number, number, number];

const CSS = readFileSync(new URL('./globals.css', import.meta.url), 'utf8');
const DARK_AT = CSS.indexOf('@media (prefers-color-scheme: dark)');

function tokensIn(css: string): Map<string, Rgb> {
  const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return new Map(
    [...css.matchAll(/--([\w-]+): #([0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [
      name,
      [channel(hex, 0), channel(hex, 2), channel(hex, 4)],
    ]),
  );
}

const LIGHT = tokensIn(CSS.slice(0, DARK_AT));
const THEMES = [
  ['light', LIGHT],
  ['dark', new Map([...LIGHT, ...tokensIn(CSS.slice(DARK_AT))])],
] as const;
const FILL_SHARE = Number(/--fill-share: (\d+)%/.exec(CSS)?.[1]) / 100;

/** Relative luminance as WCAG defines it. */
function luminance(rgb: Rgb): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** CSS `color-mix(in srgb, a share, b)`. */
const mix = (a: Rgb, b: Rgb, share: number): Rgb => {
  const at = (i: 0 | 1 | 2) => a[i] * share + b[i] * (1 - share);
  return [at(0), at(1), at(2)];
};

const PAIRS: readonly (readonly [text: string, ground: string])[] = [
  ['signal-ink', 'signal'],
  ['signal-ink', 'signal-strong'],
  ['signal-strong', 'signal-soft'],
  ['signal-strong', 'panel'],
  ['ink-inverse', 'ink'],
  ['ground', 'ink'],
  ...['ok', 'warn', 'danger'].map((tone) => [tone, `${tone}-soft`] as const),
  ...['ok', 'warn', 'danger'].map((tone) => [tone, 'panel'] as const),
  ...['ground', 'panel', 'raised', 'well', 'signal-soft'].map((ground) => ['ink-3', ground] as const),
];

describe.each(THEMES)('the %s theme', (_name, tokens) => {
  const token = (name: string): Rgb => {
    const found = tokens.get(name);
    if (!found) throw new Error(`There is no colour --${name}.`);
    return found;
  };
  const stems = [...tokens.keys()].filter((name) => name.startsWith('stem-'));

  it.each(PAIRS)('lets %s be read on %s', (text, ground) => {
    expect(contrast(token(text), token(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(stems)('lets small text be read on a button filled with --%s', (stem) => {
    const fill = mix(token(stem), token('ink'), FILL_SHARE);
    expect(contrast(token('ink-inverse'), fill)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(stems)('lets the title of a clip be read on --%s, under the pointer too', (stem) => {
    for (const share of [0.38, 0.52]) {
      const ground = mix(token(stem), token('well'), share);
      expect(contrast(token('ink'), ground)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
