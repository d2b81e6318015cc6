// A lane in a real browser, over a real document: seeking, looping, comments, clips, automation, and who may.
import { expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { usePanel } from '@/components/session/panel-context';
import { DRUMS, DRUMS_TRACK, renderInStudio } from '@/components/testing/render-in-studio';
import type { Role } from '@/contract/roles';
import { createGroup } from '@/document/track-moves';
import { Lane } from './lane';

/** Shows where a comment would stand. */
function Draft() {
  const { draft } = usePanel();
  return <output data-testid="draft">{draft ? `${draft.stemId} ${draft.position}` : 'none'}</output>;
}

async function showLane(role?: Role) {
  const screen = await renderInStudio(
    <div style={{ width: 400, height: 120, position: 'relative', display: 'grid' }}>
      <Lane track={DRUMS_TRACK} />
      <Draft />
    </div>,
    role,
  );
  const lane = screen.getByRole('slider', { name: 'Drums: playback position' });
  const { clientWidth: width, clientHeight: height } = lane.element() as HTMLElement;
  /** A point of the lane below the heads of its clips, at a part of the song. */
  const pointAt = (part: number) => ({ x: Math.round(part * width), y: Math.round(height * 0.7) });
  const strip = () => screen.session.control.localMix.get().strips.drums;
  return { screen, lane, pointAt, strip, session: screen.session };
}

it('a click on a lane moves the playhead there', async () => {
  const { lane, pointAt, session } = await showLane();
  await userEvent.click(lane, { position: pointAt(0.5) });
  expect(session.player.getPlayhead() / DRUMS.lengthSamples).toBeCloseTo(0.5, 1);
});

it('a drag along a lane loops what it covers', async () => {
  const { lane, pointAt, session } = await showLane();
  await userEvent.dragAndDrop(lane, lane, { sourcePosition: pointAt(0.25), targetPosition: pointAt(0.75) });
  const loop = session.player.getState().loop;
  expect((loop?.start ?? 0) / DRUMS.lengthSamples).toBeCloseTo(0.25, 1);
  expect((loop?.end ?? 0) / DRUMS.lengthSamples).toBeCloseTo(0.75, 1);
});

it('an Alt-click on a lane begins a comment about its stem, and leaves the playhead', async () => {
  const { screen, lane, pointAt, session } = await showLane();
  await userEvent.click(lane, { position: pointAt(0.5), modifiers: ['Alt'] });
  await expect.element(screen.getByTestId('draft')).toHaveTextContent(/^drums 2\d{5}$/);
  expect(session.player.getPlayhead()).toBe(0);
});

it('S splits the clip at the playhead, and undo joins it again', async () => {
  const { screen, lane, pointAt, strip, session } = await showLane();
  await userEvent.click(lane, { position: pointAt(0.5) });
  await userEvent.keyboard('s');
  expect(strip()?.clips).toHaveLength(2);
  await expect.element(screen.getByRole('button', { name: /^Drums clip 2 of 2/ })).toBeVisible();
  session.connection.undo.undo();
  await expect.element(screen.getByRole('button', { name: /^Drums clip, / })).toBeVisible();
});

it('Delete removes the picked clip and leaves the other', async () => {
  const { screen, lane, pointAt, strip } = await showLane();
  await userEvent.click(lane, { position: pointAt(0.5) });
  await userEvent.keyboard('s');
  (screen.getByRole('button', { name: /^Drums clip 2 of 2/ }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Delete}');
  expect(strip()?.clips).toHaveLength(1);
});

it('the lane of a group shows what lies on its tracks, and takes no clips', async () => {
  const group = { ...DRUMS_TRACK, id: 'track-1', name: 'Band', stemId: null, lengthSamples: 0 };
  const screen = await renderInStudio(
    <div style={{ width: 400, height: 120, position: 'relative', display: 'grid' }}>
      <Lane track={{ ...group, kind: 'group' }} />
    </div>,
  );
  const { doc } = screen.session.connection;
  const id = createGroup(doc, 'drums', null);
  expect(screen.session.tracks.all.get().map((track) => [track.id, track.group])).toEqual([
    [id, null],
    ['drums', id],
  ]);
  const lane = screen.getByRole('group', { name: 'Band lane' });
  await expect.element(lane).not.toHaveAttribute('data-lane');
  await expect.element(screen.getByRole('button', { name: 'Gain automation of Band' })).toBeVisible();
});

it('a viewer cannot split a clip', async () => {
  const { lane, pointAt, strip } = await showLane('viewer');
  await userEvent.click(lane, { position: pointAt(0.5) });
  await userEvent.keyboard('s');
  expect(strip()?.clips ?? null).toBeNull();
});
