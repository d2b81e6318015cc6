// Recording in the transport: a loop offers to punch, and says why nothing can be recorded into it.
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { renderInStudio } from '@/components/testing/render-in-studio';
import { RecordControls } from './record-controls';

const punch = () => page.getByRole('button', { name: 'Punch' });

it('offers to punch while there is a loop', async () => {
  const { session } = await renderInStudio(<RecordControls />);
  await expect.element(punch()).not.toBeInTheDocument();
  session.transport.loopBetween(44_100, 200_000);
  await punch().click();
  await expect.element(punch()).toHaveAttribute('aria-pressed', 'true');
  expect(session.recorder.isPunching.get()).toBe(true);
});

it('says where the playhead has to be to punch in, and how long a loop has to be', async () => {
  const { session } = await renderInStudio(<RecordControls />);
  const { recorder, transport } = session;
  recorder.armed.set('drums');
  transport.loopBetween(44_100, 80_000);
  transport.seek(0);
  await recorder.toggle();
  expect(recorder.problem.get()).toContain('at least two seconds');
  recorder.isPunching.set(true);
  transport.seek(90_000);
  await recorder.toggle();
  expect(recorder.problem.get()).toContain('before the end of the loop');
});

it('offers viewers nothing', async () => {
  const { session } = await renderInStudio(<RecordControls />, 'viewer');
  session.transport.loopBetween(44_100, 200_000);
  await expect.element(page.getByRole('button')).not.toBeInTheDocument();
});
