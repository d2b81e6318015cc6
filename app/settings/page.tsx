// The account page.
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { accountPage } from '@/components/api/return-path';
import { SettingsPage } from '@/components/pages/account/settings-page';
import { hasOwnPassword } from '@/server/accounts/change-password';
import { signedIn } from '../signed-in';

export const metadata: Metadata = { title: 'Settings' };

export default async function SettingsRoute() {
  const user = await signedIn();
  if (!user) redirect(accountPage('sign-in', '/settings'));
  const { name, email, isAdmin } = user;
  return <SettingsPage person={{ name, email, isAdmin }} hasPassword={await hasOwnPassword(user)} />;
}
