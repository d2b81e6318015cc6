// The studio of one project; a set without a song has none and opens at its tracklist.
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { pageOf } from '@/components/api/projects';
import { accountPage } from '@/components/api/return-path';
import { Studio } from '@/components/pages/studio/studio';
import { requireRole } from '@/server/auth/authorise';
import { NotFoundError } from '@/server/errors';
import { rulesOf } from '@/server/plans';
import { describeProject } from '@/server/projects/projects';
import type { ProjectPageProps } from '../../page-props';
import { signedIn } from '../../signed-in';
import { exportRulesOf } from './export-rules';

export const metadata: Metadata = { title: 'Studio' };

export default async function ProjectPage({ params }: ProjectPageProps) {
  const { id } = await params;
  const user = await signedIn();
  if (!user) redirect(accountPage('sign-in', `/projects/${encodeURIComponent(id)}`));
  const access = await requireRole(user, id, 'viewer').catch((refusal: unknown) => {
    if (refusal instanceof NotFoundError) notFound();
    throw refusal;
  });
  const { kind, status } = await describeProject(id, access.role);
  if (kind === 'set' && status === 'created') redirect(pageOf({ id, kind }));
  return (
    <Studio
      project={{ id, name: access.project.name, role: access.role }}
      userId={user.id}
      exportRules={exportRulesOf(rulesOf(user.plan))}
    />
  );
}
