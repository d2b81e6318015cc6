// The knob in a real browser: keys, drags, double-click, and what assistive technology reads.
import { expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { recordedGesture } from '@/components/testing/recorded-gesture';
import { Knob, type KnobScale } from './knob';

/** Whole per cents; a fine step is a tenth. */
const PER_CENT: KnobScale = {
  min: 0,
  max: 100,
  defaultValue: 50,
  placeOf: (value) => value / 100,
  valueAt: (place) => Math.round(place * 100),
  step: (value, direction, fine) => value + direction * (fine ? 0.1 : 1),
};

async function showKnob(value: number, disabled = false) {
  const gesture = recordedGesture();
  const screen = await render(
    <Knob
      label="Send"
      value={value}
      text={`${value} %`}
      scale={PER_CENT}
      gesture={gesture}
      disabled={disabled}
      editor={null}
    />,
  );
  const knob = screen.getByRole('slider', { name: 'Send' });
  return { gesture, knob, element: knob.element() as HTMLElement };
}

it.each([
  ['{ArrowRight}', 31],
  ['{ArrowDown}', 29],
  ['{Shift>}{ArrowUp}{/Shift}', 30.1],
  ['{Backspace}', 50],
])('the knob at 30 turns in one gesture to the step of %s', async (keys, expected) => {
  const { gesture, element } = await showKnob(30);
  element.focus();
  await userEvent.keyboard(keys);
  expect(gesture.steps).toEqual(['grab', expected, 'release']);
});

it('a drag upwards turns the knob in one gesture by what the pointer travelled', async () => {
  const { gesture, knob, element } = await showKnob(10);
  const x = element.clientWidth / 2;
  const bottom = element.clientHeight - 2;
  await userEvent.dragAndDrop(knob, knob, {
    sourcePosition: { x, y: bottom },
    targetPosition: { x, y: 2 },
  });
  // 180 px are the whole range.
  const turned = 10 + ((bottom - 2) / 180) * 100;
  expect(gesture.steps.filter((step) => step === 'grab')).toHaveLength(1);
  expect(gesture.steps.slice(-2)).toEqual([expect.closeTo(turned, -0.5), 'release']);
});

it('a double-click on the knob sets its default', async () => {
  const { gesture, knob } = await showKnob(80);
  await userEvent.dblClick(knob);
  expect(gesture.steps.at(-2)).toBe(50);
});

it('a disabled knob ignores keys and a double-click', async () => {
  const { gesture, knob, element } = await showKnob(80, true);
  element.focus();
  await userEvent.keyboard('{ArrowUp}');
  await userEvent.dblClick(knob, { force: true });
  expect(gesture.steps).toEqual([]);
});

it('the knob reads its value as text', async () => {
  const { knob } = await showKnob(30);
  await expect.element(knob).toHaveAttribute('aria-valuetext', '30 %');
});
