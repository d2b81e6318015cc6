// The form that makes an invitation link, in a real browser: what it sends, what it shows, and a refusal.
import { expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { answerWith, refuseWith } from '@/components/testing/answer-with';
import { createInvite } from '@/contract/http/members';
import { NewLink } from './new-link';

const INVITE = {
  id: 'invite',
  role: 'viewer',
  created_at: '2026-01-01T00:00:00Z',
  expires_at: '2026-01-01T01:00:00Z',
  uses: 0,
  max_uses: 1,
  url: 'https://studio.example/invite/abc',
} as const;

async function showForm() {
  const onCreated = vi.fn<() => void>();
  const screen = await render(<NewLink projectId="project" onCreated={onCreated} />);
  return { onCreated, screen, create: screen.getByRole('button', { name: 'Create link' }) };
}

it('a link is created with the role, lifetime and uses that were chosen', async () => {
  const calls = answerWith(createInvite, INVITE);
  const { screen, create, onCreated } = await showForm();
  await userEvent.selectOptions(screen.getByLabelText('Whoever has the link'), 'Can listen');
  await userEvent.selectOptions(screen.getByLabelText('Link works for'), '1 hour');
  await userEvent.selectOptions(screen.getByLabelText('Lets in'), 'One person');
  await userEvent.click(create);
  await expect.element(screen.getByLabelText('Invitation link')).toHaveValue(INVITE.url);
  expect(calls).toEqual([
    {
      address: '/api/v1/projects/project/invites',
      method: 'POST',
      body: { role: 'viewer', expires_in_h: 1, max_uses: 1 },
    },
  ]);
  expect(onCreated).toHaveBeenCalledOnce();
});

it('a refused link shows the sentence of the refusal and may be tried again', async () => {
  refuseWith(409, 'A project has 100 open links at most.');
  const { screen, create, onCreated } = await showForm();
  await userEvent.click(create);
  await expect.element(screen.getByText('A project has 100 open links at most.')).toBeVisible();
  await expect.element(create).toBeEnabled();
  expect(onCreated).not.toHaveBeenCalled();
});

it('without permission for the clipboard, the link is selected to be copied by hand', async () => {
  answerWith(createInvite, INVITE);
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new DOMException('', 'NotAllowedError'));
  const { screen, create } = await showForm();
  await userEvent.click(create);
  await userEvent.click(screen.getByRole('button', { name: 'Copy link' }));
  const field = screen.getByLabelText('Invitation link').element() as HTMLInputElement;
  await vi.waitFor(() => expect([field.selectionStart, field.selectionEnd]).toEqual([0, INVITE.url.length]));
  await expect.element(screen.getByRole('button', { name: 'Copy link' })).toBeVisible();
});
