// The dialog of the input: what is heard of it, and the warning of feedback that is read once.
import { beforeEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { renderInStudio } from '@/components/testing/render-in-studio';
import { InputDialog } from './input-dialog';

beforeEach(() => localStorage.removeItem('isomix-recording'));

const warning = () => page.getByText('a microphone that hears itself');
const show = () => renderInStudio(<InputDialog open onClose={() => undefined} />);

it('lets the input be heard dry or through the strip, and warns of feedback until it was read', async () => {
  const { session } = await show();
  await expect.element(warning()).not.toBeInTheDocument();
  await page.getByLabelText('Monitor').selectOptions('strip');
  expect(session.recorder.input.settings.get().monitor).toBe('strip');
  await page.getByRole('button', { name: 'I wear headphones' }).click();
  await expect.element(warning()).not.toBeInTheDocument();
  await page.getByLabelText('Monitor').selectOptions('dry');
  await expect.element(warning()).not.toBeInTheDocument();
});

it('has read it on the next page as well', async () => {
  localStorage.setItem('isomix-recording', JSON.stringify({ monitor: 'dry', isWarned: true }));
  await show();
  await expect.element(page.getByLabelText('Monitor')).toHaveValue('dry');
  await expect.element(warning()).not.toBeInTheDocument();
});
