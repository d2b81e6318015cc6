// The front page: what the studio is for visitors, the projects for people who are signed in.

import { PageFrame } from '@/components/pages/frame/page-frame';
import { Landing } from '@/components/pages/home/landing';
import { ProjectsPage } from '@/components/pages/home/projects-page';
import { signedIn } from './signed-in';

export default async function HomePage() {
  const user = await signedIn();
  return <PageFrame person={user?.name ?? null}>{user ? <ProjectsPage /> : <Landing />}</PageFrame>;
}
