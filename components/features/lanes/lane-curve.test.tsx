// The automation of a fader in a real browser, over a real document: points added, moved and removed, and who may.
import { expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { DRUMS, DRUMS_TRACK, renderInStudio } from '@/components/testing/render-in-studio';
import type { Role } from '@/contract/roles';
import { Lane } from './lane';

async function showCurve(role?: Role) {
  const screen = await renderInStudio(
    <div style={{ width: 400, height: 120, display: 'grid' }}>
      <Lane track={DRUMS_TRACK} />
    </div>,
    role,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Gain automation of Drums' }));
  const curve = screen.getByRole('group', { name: 'Drums gain automation' });
  const points = () => screen.session.control.localMix.get().strips.drums?.automation?.gainDb ?? [];
  return { screen, curve, points, session: screen.session };
}

it('a click on an empty lane adds a point there', async () => {
  const { screen, curve, points } = await showCurve();
  await userEvent.click(curve, { position: { x: 200, y: 60 } });
  expect(points()).toHaveLength(1);
  expect((points()[0]?.at ?? 0) / DRUMS.lengthSamples).toBeCloseTo(0.5, 1);
  await expect.element(screen.getByRole('slider', { name: /point 1 of 1$/ })).toBeVisible();
});

it('the arrow keys move a point by a tenth of a second, with Shift by a hundredth', async () => {
  const { screen, curve, points } = await showCurve();
  await userEvent.click(curve, { position: { x: 200, y: 60 } });
  const before = points()[0]?.at ?? 0;
  (screen.getByRole('slider', { name: /point 1 of 1$/ }).element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(points()[0]?.at).toBe(before + 4_410);
  await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
  expect(points()[0]?.at).toBe(before + 4_410 - 441);
});

it('Delete removes the point, and undo returns it', async () => {
  const { screen, curve, points, session } = await showCurve();
  await userEvent.click(curve, { position: { x: 200, y: 60 } });
  (screen.getByRole('slider', { name: /point 1 of 1$/ }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Delete}');
  expect(points()).toEqual([]);
  session.connection.undo.undo();
  expect(points()).toHaveLength(1);
});

it('a dragged point is one undo step', async () => {
  const { screen, curve, points, session } = await showCurve();
  await userEvent.click(curve, { position: { x: 100, y: 60 } });
  const before = points()[0];
  await userEvent.dragAndDrop(screen.getByRole('slider', { name: /point 1 of 1$/ }), curve, {
    targetPosition: { x: 300, y: 30 },
  });
  expect((points()[0]?.at ?? 0) / DRUMS.lengthSamples).toBeCloseTo(0.75, 1);
  session.connection.undo.undo();
  expect(points()).toEqual([before]);
});

it('a viewer cannot add a point and is told that nothing is automated', async () => {
  const { screen, curve, points } = await showCurve('viewer');
  await userEvent.click(curve, { position: { x: 200, y: 60 } });
  expect(points()).toEqual([]);
  await expect.element(screen.getByText('Nothing is automated here')).toBeVisible();
});
