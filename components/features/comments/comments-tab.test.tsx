// The comments of a project in a real browser, over a real document: writing, replying, resolving, deleting, roles.
import { expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { renderInStudio, USER_ID } from '@/components/testing/render-in-studio';
import type { Role } from '@/contract/roles';
import { startThread } from '@/document/comment-edits';
import { CommentsTab } from './comments-tab';

const nameOf = (id: string) => (id === USER_ID ? 'Ana' : 'Ben');

const showComments = (role?: Role) => renderInStudio(<CommentsTab userId={USER_ID} nameOf={nameOf} />, role);
type Screen = Awaited<ReturnType<typeof showComments>>;

/** Has another person of the project write a comment. */
function writeAsBen({ session }: Screen, text: string, position = 44_100): void {
  const { doc } = session.connection;
  startThread({ doc, userId: 'ben', origin: 'ben', now: Date.now }, { stemId: 'drums', position }, text);
}

const threadsOf = ({ session }: Screen) => session.connection.comments.threads.get();

it('a comment written with Enter stands in the list and in the document', async () => {
  const screen = await showComments();
  await userEvent.fill(screen.getByRole('textbox', { name: 'New comment' }), 'Louder snare');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('list', { name: 'Comments' })).toHaveTextContent('Louder snare');
  expect(threadsOf(screen)).toMatchObject([{ text: 'Louder snare', authorId: USER_ID, stemId: null }]);
  await expect.element(screen.getByRole('textbox', { name: 'New comment' })).toHaveValue('');
});

it('a comment of spaces cannot be sent', async () => {
  const screen = await showComments();
  await userEvent.fill(screen.getByRole('textbox', { name: 'New comment' }), '   ');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('button', { name: 'Comment' })).toBeDisabled();
  expect(threadsOf(screen)).toEqual([]);
});

it('the comments of others arrive in the order of the song', async () => {
  const screen = await showComments();
  writeAsBen(screen, 'second', 88_200);
  writeAsBen(screen, 'first', 44_100);
  await expect.element(screen.getByRole('list', { name: 'Comments' })).toHaveTextContent(/first.*second/);
});

it('a reply stands under its comment', async () => {
  const screen = await showComments();
  writeAsBen(screen, 'Too loud?');
  await userEvent.click(screen.getByRole('button', { name: 'Reply' }));
  await userEvent.fill(screen.getByRole('textbox', { name: 'Reply' }), 'A little');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('list', { name: 'Replies' })).toHaveTextContent('A little');
  expect(threadsOf(screen)[0]?.replies).toMatchObject([{ text: 'A little', authorId: USER_ID }]);
});

it('a resolved comment is hidden until resolved ones are asked for', async () => {
  const screen = await showComments();
  writeAsBen(screen, 'Fixed?');
  await userEvent.click(screen.getByRole('button', { name: 'Resolve' }));
  await expect.element(screen.getByText('Fixed?')).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Show resolved (1)' }));
  await expect.element(screen.getByText('Resolved by Ana')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Reopen' }));
  expect(threadsOf(screen)[0]?.resolved).toBeNull();
});

it("only one's own comments can be edited or deleted", async () => {
  const screen = await showComments();
  writeAsBen(screen, 'Mine');
  await expect.element(screen.getByText('Mine')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Delete' }).elements()).toHaveLength(0);
});

it('deleting a comment that has replies asks first', async () => {
  const screen = await showComments();
  await userEvent.fill(screen.getByRole('textbox', { name: 'New comment' }), 'Check this');
  await userEvent.keyboard('{Enter}');
  await userEvent.click(screen.getByRole('button', { name: 'Reply' }));
  await userEvent.fill(screen.getByRole('textbox', { name: 'Reply' }), 'Done');
  await userEvent.keyboard('{Enter}');
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }).first());
  const dialog = screen.getByRole('dialog', { name: 'Delete this comment?' });
  await expect.element(dialog).toBeVisible();
  expect(threadsOf(screen)).toHaveLength(1);
  await userEvent.click(dialog.getByRole('button', { name: 'Delete' }));
  await expect.element(screen.getByText('Check this')).not.toBeInTheDocument();
});

it('a viewer reads the comments and finds no place to write one', async () => {
  const screen = await showComments('viewer');
  writeAsBen(screen, 'For all');
  await expect.element(screen.getByText('For all')).toBeVisible();
  expect(screen.getByRole('textbox').elements()).toHaveLength(0);
  await expect.element(screen.getByText(/Viewers read the comments/)).toBeVisible();
});
