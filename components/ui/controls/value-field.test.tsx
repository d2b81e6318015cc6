// The typed value in a real browser: Enter commits, Escape abandons, what cannot be read is marked and dropped.
import { expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { parseDb } from './fader-taper';
import { ValueField } from './value-field';

async function showField(text = '-6.0') {
  const onCommit = vi.fn<(value: number) => void>();
  const screen = await render(
    <div>
      <div role="slider" tabIndex={0} aria-label="Volume" aria-valuenow={0} />
      <ValueField label="Volume in decibels" text={text} unit="dB" parse={parseDb} onCommit={onCommit} />
    </div>,
  );
  const field = screen.getByRole('textbox', { name: 'Volume in decibels' });
  return { onCommit, field, slider: screen.getByRole('slider') };
}

it('a typed value is committed by Enter, and the focus goes to the slider beside it', async () => {
  const { onCommit, field, slider } = await showField();
  await userEvent.fill(field, '-12');
  await userEvent.keyboard('{Enter}');
  expect(onCommit.mock.calls).toEqual([[-12]]);
  await expect.element(slider).toHaveFocus();
});

it('a typed value is abandoned by Escape', async () => {
  const { onCommit, field } = await showField();
  await userEvent.fill(field, '-12');
  await userEvent.keyboard('{Escape}');
  expect(onCommit).not.toHaveBeenCalled();
  await expect.element(field).toHaveValue('-6.0');
});

it('a value that cannot be read is marked while it is typed, and never committed', async () => {
  const { onCommit, field } = await showField();
  await userEvent.fill(field, 'loud');
  await expect.element(field).toHaveAttribute('aria-invalid', 'true');
  await userEvent.keyboard('{Enter}');
  expect(onCommit).not.toHaveBeenCalled();
  await expect.element(field).toHaveValue('-6.0');
});

it('a field that is left without a change commits nothing', async () => {
  const { onCommit, field } = await showField();
  await userEvent.click(field);
  await userEvent.tab();
  expect(onCommit).not.toHaveBeenCalled();
});
