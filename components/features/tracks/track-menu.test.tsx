// The menu of a track in a real browser, over a real document: groups made, joined and left, and who may.
import { expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { useStudio } from '@/components/session/studio-context';
import { renderInStudio } from '@/components/testing/render-in-studio';
import { useSelected } from '@/components/ui/store';
import type { Role } from '@/contract/roles';
import { createTrack } from '@/document/track-edits';
import { TrackMenu } from './track-menu';

function Menus() {
  const tracks = useSelected(useStudio().session.tracks.all, (all) => all);
  return tracks.map((track) => (
    <TrackMenu key={track.id} track={track} onRename={() => undefined} onSeparate={null} />
  ));
}

async function showMenus(role?: Role) {
  const screen = await renderInStudio(<Menus />, role);
  const { connection, tracks } = screen.session;
  createTrack(connection.doc, { name: 'Bass', source: null }, null);
  const rows = () => tracks.all.get().map(({ name, group }) => (group === null ? name : `  ${name}`));
  const choose = async (track: string, item: string) => {
    await userEvent.click(screen.getByRole('button', { name: `${track} track menu` }));
    await userEvent.click(screen.getByRole('menuitem', { name: item }));
  };
  return { screen, connection, rows, choose };
}

it('makes a group of a track, puts another one into it, takes one out, and undoes it', async () => {
  const { connection, rows, choose } = await showMenus();
  await choose('Drums', 'Make a group');
  expect(rows()).toEqual(['Group 1', '  Drums', 'Bass']);
  await choose('Bass', 'Move to Group 1');
  expect(rows()).toEqual(['Group 1', '  Drums', '  Bass']);
  await choose('Drums', 'Take out of Group 1');
  expect(rows()).toEqual(['Group 1', '  Bass', 'Drums']);
  await choose('Drums', 'Move up');
  expect(rows()).toEqual(['Group 1', '  Bass', '  Drums']);
  await choose('Group 1', 'Remove the group');
  expect(rows()).toEqual(['Bass', 'Drums']);
  for (let step = 0; step < 5; step++) connection.undo.undo();
  expect(rows()).toEqual(['Drums', 'Bass']);
});

it('is not shown to viewers', async () => {
  const { screen } = await showMenus('viewer');
  expect(screen.getByRole('button', { name: /track menu$/ }).elements()).toEqual([]);
});
