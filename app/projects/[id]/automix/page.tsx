// The AutoMix page of one project.
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { accountPage } from '@/components/api/return-path';
import { Automix } from '@/components/pages/automix/automix-page';
import { getEnv } from '@/platform/env';
import { requireRole } from '@/server/auth/authorise';
import { NotFoundError } from '@/server/errors';
import { rulesOf } from '@/server/plans';
import { describeProject } from '@/server/projects/projects';
import type { ProjectPageProps } from '../../../page-props';
import { signedIn } from '../../../signed-in';

export const metadata: Metadata = { title: 'AutoMix' };

export default async function AutomixPage({ params }: ProjectPageProps) {
  const { id } = await params;
  const user = await signedIn();
  if (!user) redirect(accountPage('sign-in', `/projects/${encodeURIComponent(id)}/automix`));
  const access = await requireRole(user, id, 'viewer').catch((refusal: unknown) => {
    if (refusal instanceof NotFoundError) notFound();
    throw refusal;
  });
  const { AUTOMIX_OPENAI_API_KEY, AUTOMIX_OPENAI_BASE_URL } = getEnv();
  const { kind, status } = await describeProject(id, access.role);
  return (
    <Automix
      hasSong={status !== 'created'}
      hasStudio={kind === 'session' || status !== 'created'}
      project={{ id, name: access.project.name, role: access.role }}
      userId={user.id}
      formats={rulesOf(user.plan).formats}
      hasModel={Boolean(AUTOMIX_OPENAI_API_KEY ?? AUTOMIX_OPENAI_BASE_URL)}
    />
  );
}
