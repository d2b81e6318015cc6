// The takes below a track: shown on request, used whole or in the loop by hand and key, and only looked at by viewers.
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { DRUMS_TRACK, renderInStudio } from '@/components/testing/render-in-studio';
import type { Role } from '@/contract/roles';
import { addTakes } from '@/document/take-edits';
import { TakeLanes, TakesToggle } from './take-lanes';

const LENGTH = 100_000;

/** A studio whose drums have three takes, the last of which sounds. */
async function renderTakes(role: Role = 'owner') {
  const screen = await renderInStudio(
    <div>
      <TakesToggle track={DRUMS_TRACK} />
      <TakeLanes track={DRUMS_TRACK} />
    </div>,
    role,
  );
  const { session } = screen;
  const { doc, origin } = session.connection;
  const rounds = [0, 1, 2].map((i) => ({ start: 50_000, sourceStart: 1_000 + i * LENGTH, length: LENGTH }));
  addTakes(doc, DRUMS_TRACK, { id: 'one', source: 'file-1', at: 1, stretches: rounds, chosen: [2] }, origin);
  await page.getByRole('button', { name: '3 takes of Drums' }).click();
  const played = () =>
    session.lanes.clips
      .clipsOf(DRUMS_TRACK)
      .flatMap(({ source, start, sourceStart }) =>
        source === 'file-1' ? [Math.round((sourceStart - start + 49_000) / LENGTH)] : [],
      );
  return { session, played };
}

it('are shown on request, and all of one is used at a press', async () => {
  const { played, session } = await renderTakes();
  expect(played()).toEqual([2]);
  await page.getByRole('button', { name: 'Use all of Take 1' }).click();
  expect(played()).toEqual([0]);
  session.connection.undo.undo();
  expect(played()).toEqual([2]);
  await page.getByRole('button', { name: '3 takes of Drums' }).click();
  await expect.element(page.getByRole('group', { name: 'Takes of Drums' })).not.toBeInTheDocument();
});

it('Enter on a take uses it inside the loop', async () => {
  const { played, session } = await renderTakes();
  session.transport.loopBetween(70_000, 90_000);
  const slider = page.getByRole('slider', { name: 'Drums, Take 2: playback position' });
  (slider.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  expect(played()).toEqual([2, 1, 2]);
});

it('dragging over one uses that part of it, in one step of undo', async () => {
  const { played, session } = await renderTakes();
  const slider = page.getByRole('slider', { name: 'Drums, Take 2: playback position' });
  const { clientWidth: width, clientHeight: height } = slider.element() as HTMLElement;
  expect(height).toBeGreaterThan(40);
  const pointAt = (sample: number) => ({ x: Math.round((sample / 441_000) * width), y: height / 2 });
  await userEvent.dragAndDrop(slider, slider, {
    sourcePosition: pointAt(70_000),
    targetPosition: pointAt(110_000),
  });
  expect(played()).toEqual([2, 1, 2]);
  session.connection.undo.undo();
  expect(played()).toEqual([2]);
});

it('one is heard in place of the track until it is pressed again, by this listener alone', async () => {
  const { played, session } = await renderTakes();
  const listen = page.getByRole('button', { name: 'Listen to Take 1' });
  await listen.click();
  const heard = session.takes.heard(session.control.localMix.get());
  expect(heard.strips.drums?.clips).toMatchObject([{ start: 50_000, sourceStart: 1_000, source: 'file-1' }]);
  expect(played()).toEqual([2]);
  await listen.click();
  expect(session.takes.auditioned.get()).toBeNull();
});

it('is looked at and listened to by viewers, and no more', async () => {
  await renderTakes('viewer');
  await expect.element(page.getByRole('button', { name: 'Listen to Take 1' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Use all of Take 1' })).not.toBeInTheDocument();
  await expect.element(page.getByRole('button', { name: 'Take 1 menu' })).not.toBeInTheDocument();
});
