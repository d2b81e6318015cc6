// Ends the session and goes to the front page.
'use client';
import { LogOut } from 'lucide-react';
import { signOut } from 'next-auth/react';
import { IconButton } from '@/components/ui/icon-button';

export function SignOutButton() {
  return (
    <IconButton label="Sign out" onClick={() => void signOut({ callbackUrl: '/' })}>
      <LogOut aria-hidden />
    </IconButton>
  );
}
