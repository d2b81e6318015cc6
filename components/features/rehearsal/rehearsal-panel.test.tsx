// The panel of the rehearsal room: what it offers before one joins, and the monitor mix of one person.
import { expect, it } from 'vitest';
import { renderInStudio } from '@/components/testing/render-in-studio';
import { MonitorMix } from './monitor-mix';
import { RehearsalPanel } from './rehearsal-panel';

it('RehearsalPanel, before joining, offers the room and closes with Escape', async () => {
  let closed = 0;
  const screen = await renderInStudio(<RehearsalPanel onClose={() => closed++} />);
  const join = screen.getByRole('button', { name: 'Join the room' });
  await expect.element(join).toBeVisible();
  (join.element() as HTMLElement).dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }),
  );
  await expect.poll(() => closed).toBe(1);
});

it('RehearsalPanel, joined where no studio answers, shows the members and lets one leave', async () => {
  const screen = await renderInStudio(<RehearsalPanel onClose={() => undefined} />, 'viewer');
  await screen.getByRole('button', { name: 'Join the room' }).click();
  await expect
    .element(screen.getByRole('list', { name: 'In the rehearsal room' }))
    .toHaveTextContent('(you)');
  await expect.element(screen.getByRole('button', { name: /^Lead/ })).toBeDisabled();
  await screen.getByRole('button', { name: 'Leave' }).click();
  await expect.element(screen.getByRole('button', { name: 'Join the room' })).toBeVisible();
  expect(screen.session.rehearsal.isIn).toBe(false);
});

it('MonitorMix changes what this person hears, and nothing in the shared mix', async () => {
  const screen = await renderInStudio(<MonitorMix />);
  const { rehearsal, control } = screen.session;
  const before = JSON.stringify(control.localMix.get());
  await screen.getByRole('checkbox', { name: 'Mute Drums for me' }).click();
  expect(rehearsal.monitor.get().muted).toEqual(['drums']);
  await expect.element(screen.getByRole('slider', { name: 'Drums in my monitor mix' })).toBeDisabled();
  await screen.getByRole('checkbox', { name: 'Mute Drums for me' }).click();
  await screen.getByRole('slider', { name: 'Drums in my monitor mix' }).fill('-6');
  expect(rehearsal.monitor.get()).toMatchObject({ muted: [], gainsDb: { drums: -6 } });
  expect(JSON.stringify(control.localMix.get())).toBe(before);
});
