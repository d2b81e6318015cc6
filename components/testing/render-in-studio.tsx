// Draws a component inside an open studio: a real session over a document of this page, which no server answers.
import type { ReactNode } from 'react';
import { onTestFinished } from 'vitest';
import { type RenderResult, render } from 'vitest-browser-react';
import { ProjectConnection } from '@/components/collaboration/project-connection';
import { RestyleJobs } from '@/components/session/mix/style-control';
import { PanelProvider } from '@/components/session/panel-context';
import { StudioProvider } from '@/components/session/studio-context';
import { StudioSession } from '@/components/session/studio-session';
import type { Role } from '@/contract/roles';
import { SEGMENT_SAMPLES } from '@/contract/units';
import type { StemResult } from '@/document/schema';
import { applyServerEdit } from '@/document/server-edits';
import { stemTrack } from '@/document/tracks';

export const USER_ID = 'ana';

/** Ten seconds of drums. */
export const DRUMS: StemResult = {
  id: 'drums',
  name: 'Drums',
  sourceId: 'separation-1',
  lengthSamples: 441_000,
  sampleRate: 44_100,
  segmentSamples: SEGMENT_SAMPLES,
  headroomBits: 0,
};

/** Their track. */
export const DRUMS_TRACK = stemTrack(DRUMS);

export interface StudioScreen extends RenderResult {
  readonly session: StudioSession;
}

/** Where nobody listens: the session is as one that has lost its connection. */
const NO_SERVER = 'ws://127.0.0.1:9';
let opened = 0;

/** @param node what is drawn; `DRUMS` is the only stem of the project */
export async function renderInStudio(node: ReactNode, role: Role = 'owner'): Promise<StudioScreen> {
  opened += 1;
  // Each has a local copy of its own, so that no test finds what another one wrote.
  const connection = new ProjectConnection(NO_SERVER, `project-${Date.now()}-${opened}`, USER_ID);
  applyServerEdit(connection.doc, { type: 'put-stems', stems: [DRUMS] });
  const session = new StudioSession('project', connection);
  const isEditor = role !== 'viewer';
  const value = { session, restyles: new RestyleJobs(), role, canEdit: isEditor, isEditor };
  const screen = await render(
    <StudioProvider value={value}>
      <PanelProvider>{node}</PanelProvider>
    </StudioProvider>,
  );
  onTestFinished(async () => {
    await screen.unmount();
    session.destroy();
    connection.destroy();
  });
  return Object.assign(screen, { session });
}
