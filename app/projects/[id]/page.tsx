// The studio of one project.
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { accountPage } from '@/components/account/return-path';
import { Studio } from '@/components/studio/studio';
import { requireRole } from '@/server/auth/authorise';
import { NotFoundError } from '@/server/errors';
import { rulesOf } from '@/server/plans';
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
  return (
    <Studio
      project={{ id, name: access.project.name, role: access.role }}
      userId={user.id}
      exportRules={exportRulesOf(rulesOf(user.plan))}
    />
  );
}
