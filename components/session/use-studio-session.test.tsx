// The session of a page: its lanes have the beats of the song once the studio knows them, without loading the page again.
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { expect, it, onTestFinished, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { answerWith } from '@/components/testing/answer-with';
import { getBeats } from '@/contract/http/separation';
import { createQueryClient } from '../api/query-client';
import { ProjectConnection } from '../collaboration/project-connection';
import { refreshChanged } from '../collaboration/refresh-live';
import type { StudioSession } from './studio-session';
import { useStudioSession } from './use-studio-session';

/** Where nobody listens: what is tested needs no shared document. */
const NO_SERVER = 'ws://127.0.0.1:9';

interface PageProps {
  readonly connection: ProjectConnection;
  readonly onSession: (session: StudioSession | null) => void;
}

function Page({ connection, onSession }: PageProps) {
  const session = useStudioSession('a', connection);
  useEffect(() => onSession(session), [session, onSession]);
  return null;
}

it('reads the beats again when the analysis of the song has ended', async () => {
  const client = createQueryClient();
  let session: StudioSession | null = null;
  const onSession = (opened: StudioSession | null) => {
    session = opened;
  };
  const connection = new ProjectConnection(NO_SERVER, `beats-${Date.now()}`, 'ana');
  const beats = () => session?.lanes.grid.get().beats;

  const calls = answerWith(getBeats, { beats_s: [], downbeats_s: [] });
  const screen = await render(
    <QueryClientProvider client={client}>
      <Page connection={connection} onSession={onSession} />
    </QueryClientProvider>,
  );
  onTestFinished(async () => {
    await screen.unmount();
    connection.destroy();
  });
  await vi.waitFor(() => expect(calls.map(({ address }) => address)).toEqual(['/api/v1/projects/a/beats']));
  await vi.waitFor(() => expect(beats()).toEqual([]));

  answerWith(getBeats, { beats_s: [0.5, 1], downbeats_s: [0.5] });
  refreshChanged(client, { projectId: 'a', of: 'beats' });
  await vi.waitFor(() => expect(beats()).toEqual([22_050, 44_100]));
});
