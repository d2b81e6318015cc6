// What our sessions and their tokens carry beyond next-auth's own fields.
import type { DefaultSession } from 'next-auth';
import type { Plan } from '@/server/shared/database/generated/client';

declare module 'next-auth' {
  interface Session {
    user: DefaultSession['user'] & { id: string; plan: Plan };
  }
  interface User {
    sessionEpoch?: number;
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    userId?: string;
    /** As it was when the token was written: for display; rules read the database. */
    plan?: Plan;
    /** The account's epoch when the session began; a higher one in the database ends the session. */
    sessionEpoch?: number;
  }
}
