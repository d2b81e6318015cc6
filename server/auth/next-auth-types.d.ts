// Our additions to the session and token types of next-auth.
import type { DefaultSession } from 'next-auth';
import type { Plan } from '@/platform/database/generated/client';

declare module 'next-auth' {
  interface Session {
    user: DefaultSession['user'] & { id: string; plan: Plan };
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    userId?: string;
    /** The row of this session; without the row the cookie is worth nothing. */
    sessionId?: string;
    /** As it was when the token was written: for display; rules read the database. */
    plan?: Plan;
  }
}
