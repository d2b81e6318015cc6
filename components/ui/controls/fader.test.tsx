// The fader in a real browser: keys, drags, wheel, and what assistive technology reads.
import { expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { recordedGesture } from '@/components/testing/recorded-gesture';
import { FADER_MIN_DB } from '@/contract/units';
import { Fader } from './fader';
import { faderPosition } from './fader-taper';
import type { RemoteEditor } from './gesture';

interface Shown {
  readonly value?: number;
  readonly disabled?: boolean;
  readonly editor?: RemoteEditor;
}

async function showFader({ value = 0, disabled = false, editor }: Shown = {}) {
  const gesture = recordedGesture();
  const screen = await render(
    <div style={{ width: 400 }}>
      <Fader
        label="Drums volume"
        value={value}
        gesture={gesture}
        disabled={disabled}
        editor={editor ?? null}
      />
    </div>,
  );
  const fader = screen.getByRole('slider', { name: 'Drums volume' });
  return { gesture, fader, element: fader.element() as HTMLElement };
}

/** The point of a fader where its cap stands at a level. */
const pointAt = (element: HTMLElement, db: number) => ({
  x: faderPosition(db) * element.clientWidth,
  y: element.clientHeight / 2,
});

it.each([
  ['{ArrowUp}', -5.5],
  ['{ArrowLeft}', -6.5],
  ['{Shift>}{ArrowRight}{/Shift}', -5.9],
  ['{PageUp}', -3],
  ['{PageDown}', -9],
  ['{Delete}', 0],
])('the fader at -6 dB moves in one gesture to the step of %s', async (keys, expected) => {
  const { gesture, element } = await showFader({ value: -6 });
  element.focus();
  await userEvent.keyboard(keys);
  expect(gesture.steps).toEqual(['grab', expected, 'release']);
});

it('the fader at its top stays there when an arrow key goes on', async () => {
  const { gesture, element } = await showFader({ value: 12 });
  element.focus();
  await userEvent.keyboard('{ArrowUp}');
  expect(gesture.steps).toEqual(['grab', 12, 'release']);
});

it('a double-click on the fader sets 0 dB', async () => {
  const { gesture, fader, element } = await showFader({ value: -20 });
  await userEvent.dblClick(fader, { position: pointAt(element, -20) });
  expect(gesture.steps.at(-2)).toBe(0);
});

it('a press far from the cap moves it under the pointer', async () => {
  const { gesture, fader, element } = await showFader({ value: 0 });
  await userEvent.click(fader, { position: pointAt(element, -20) });
  expect(gesture.steps).toEqual(['grab', expect.closeTo(-20, 0), 'release']);
});

it('a press on the cap leaves it where it stands', async () => {
  const { gesture, fader, element } = await showFader({ value: -10 });
  await userEvent.click(fader, { position: pointAt(element, -10) });
  expect(gesture.steps).toEqual(['grab', 'release']);
});

it('a drag of the cap is one gesture that ends where the pointer does', async () => {
  const { gesture, fader, element } = await showFader({ value: 0 });
  await userEvent.dragAndDrop(fader, fader, {
    sourcePosition: pointAt(element, 0),
    targetPosition: pointAt(element, -30),
  });
  expect(gesture.steps.filter((step) => step === 'grab')).toHaveLength(1);
  expect(gesture.steps.at(-1)).toBe('release');
  expect(gesture.steps.at(-2)).toBeCloseTo(-30, 0);
});

it('a disabled fader ignores pointer and keys and says that it is disabled', async () => {
  const { gesture, fader, element } = await showFader({ disabled: true });
  element.focus();
  await userEvent.keyboard('{ArrowUp}');
  await userEvent.click(fader, { position: pointAt(element, -20), force: true });
  expect(gesture.steps).toEqual([]);
  await expect.element(fader).toHaveAttribute('aria-disabled', 'true');
});

it('a closed fader reads as silent', async () => {
  const { fader } = await showFader({ value: FADER_MIN_DB });
  await expect.element(fader).toHaveAttribute('aria-valuetext', 'silent');
});

it('a fader that somebody else moves shows and reads their name', async () => {
  const { fader } = await showFader({ editor: { name: 'Ben', color: '#c60' } });
  await expect.element(fader).toHaveAttribute('aria-description', 'Ben is moving this');
  expect(document.body.textContent).toContain('Ben');
});
