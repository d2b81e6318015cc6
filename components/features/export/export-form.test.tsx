// The export form in a real browser: what each choice asks for, and what it has no use for.
import { expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { answerWith, refuseWith, type SentCall } from '@/components/testing/answer-with';
import { renderInStudio } from '@/components/testing/render-in-studio';
import { requestMix } from '@/contract/http/mixes';
import { ExportForm } from './export-form';
import type { ExportRules } from './export-rules';

const PRO: ExportRules = {
  formats: ['mp3', 'wav', 'flac'],
  bitDepths: [16, 24, 32],
  openedBy: {},
  stemsOpenedBy: null,
};

function showForm(rules = PRO) {
  window.localStorage.clear();
  return renderInStudio(<ExportForm rules={rules} onRequested={() => {}} />);
}

/** What was asked to be exported; the session beside the form asks for other things. */
const exportsIn = (calls: readonly SentCall[]): unknown[] =>
  calls
    .filter(({ method, address }) => method === 'POST' && address.endsWith('/mix'))
    .map(({ body }) => body);

it('asks for dry stems with a click track', async () => {
  const calls = answerWith(requestMix, { mix_id: 'm', status: 'queued' });
  const screen = await showForm();
  await userEvent.click(screen.getByRole('radio', { name: 'Stems' }));
  await userEvent.click(screen.getByRole('radio', { name: 'WAV' }));
  await userEvent.click(screen.getByRole('radio', { name: 'Dry' }));
  await userEvent.click(screen.getByRole('checkbox', { name: /^Click track/ }));
  await expect.element(screen.getByLabelText('Reverb and delay')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Export stems' }));
  await expect.poll(() => exportsIn(calls)).toHaveLength(1);
  expect(exportsIn(calls)[0]).toMatchObject({
    format: 'wav',
    stems: ['drums'],
    processing: 'dry',
    click: true,
    tail_s: 0,
  });
});

it('asks for a DAWproject without the choices of sound', async () => {
  const calls = answerWith(requestMix, { mix_id: 'm', status: 'queued' });
  const screen = await showForm();
  await userEvent.click(screen.getByRole('radio', { name: 'DAWproject' }));
  await expect.element(screen.getByLabelText('Sample rate')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Export DAWproject' }));
  await expect.poll(() => exportsIn(calls)).toHaveLength(1);
  expect(exportsIn(calls)[0]).toEqual({
    project_id: 'project',
    format: 'dawproject',
    solo: [],
    metadata: {},
  });
});

it('says why there is no tempo map', async () => {
  refuseWith(409, 'The tempo of this song is not known.');
  const screen = await showForm();
  await userEvent.click(screen.getByRole('radio', { name: 'Tempo map' }));
  await userEvent.click(screen.getByRole('button', { name: 'Export tempo map' }));
  await expect.element(screen.getByText('The tempo of this song is not known.')).toBeVisible();
});

it('closes to the Free plan what belongs to Pro, and leaves the tempo map open', async () => {
  const screen = await showForm({ ...PRO, formats: ['mp3'], stemsOpenedBy: 'Pro' });
  await expect.element(screen.getByRole('radio', { name: 'DAWproject. Part of Pro' })).toBeDisabled();
  await expect.element(screen.getByRole('radio', { name: 'Tempo map' })).toBeEnabled();
});
