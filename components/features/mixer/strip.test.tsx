// A channel strip in a real browser, over a real document: mute, solo, fader, typed values, undo, and who may.
import { expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { DRUMS_TRACK, renderInStudio } from '@/components/testing/render-in-studio';
import { required } from '@/contract/required';
import type { Role } from '@/contract/roles';
import { createGroup } from '@/document/track-moves';
import { Strip } from './strip';

async function showStrip(role?: Role) {
  const screen = await renderInStudio(
    <ul>
      <Strip track={DRUMS_TRACK} grip={null} name={<h2>Drums</h2>} buttons={null} lane={null} />
    </ul>,
    role,
  );
  const state = () => required(screen.session.control.localMix.get().strips.drums, 'the strip');
  return { screen, state, fader: screen.getByRole('slider', { name: 'Drums volume' }) };
}

it('M on a strip mutes it and M again opens it', async () => {
  const { screen, state, fader } = await showStrip();
  (fader.element() as HTMLElement).focus();
  await userEvent.keyboard('m');
  expect(state().mute).toBe(true);
  await expect
    .element(screen.getByRole('button', { name: 'Mute Drums' }))
    .toHaveAttribute('aria-pressed', 'true');
  await userEvent.keyboard('m');
  expect(state().mute).toBe(false);
});

it("solo is this listener's alone and not written to the project", async () => {
  const { screen, state } = await showStrip();
  const before = { ...state() };
  await userEvent.click(screen.getByRole('button', { name: 'Solo Drums' }));
  expect(screen.session.control.soloed.get().has('drums')).toBe(true);
  expect(state()).toEqual(before);
});

it('a typed level moves the fader, and undo returns it', async () => {
  const { screen, state, fader } = await showStrip();
  await userEvent.fill(screen.getByRole('textbox', { name: 'Drums volume in decibels' }), '-7.5');
  await userEvent.keyboard('{Enter}');
  expect(state().gainDb).toBe(-7.5);
  await expect.element(fader).toHaveAttribute('aria-valuenow', '-7.5');
  screen.session.connection.undo.undo();
  expect(state().gainDb).toBe(0);
});

it('a track in a group is shown as inaudible while its group is muted', async () => {
  const { screen } = await showStrip();
  const { doc, origin } = screen.session.connection;
  const group = createGroup(doc, 'drums', origin);
  const row = screen.getByRole('listitem');
  await expect.element(row).toHaveAttribute('data-audible', 'true');
  screen.session.control.setMute(group, true);
  await expect.element(row).toHaveAttribute('data-audible', 'false');
  screen.session.control.setMute(group, false);
  screen.session.control.toggleSolo(group);
  await expect.element(row).toHaveAttribute('data-audible', 'true');
});

it('a viewer may solo, but neither mute nor move the fader', async () => {
  const { screen, fader } = await showStrip('viewer');
  await expect.element(screen.getByRole('button', { name: 'Mute Drums' })).toBeDisabled();
  await expect.element(fader).toHaveAttribute('aria-disabled', 'true');
  await expect.element(screen.getByRole('button', { name: 'Solo Drums' })).toBeEnabled();
});
