// The front page: what the studio is for visitors, the projects for people who are signed in.
import { Landing } from '@/components/home/landing';
import { ProjectsPage } from '@/components/home/projects-page';
import { PageFrame } from '@/components/shell/page-frame';
import { signedIn } from './signed-in';

export default async function HomePage() {
  const user = await signedIn();
  return <PageFrame person={user?.name ?? null}>{user ? <ProjectsPage /> : <Landing />}</PageFrame>;
}
