// What went wrong in an earlier attempt to sign in, from the code that comes back in the address.

const MESSAGES: Readonly<Record<string, string>> = {
  CredentialsSignin: 'The email or the password is not right.',
  OAuthAccountNotLinked: 'This email has an account with a password. Sign in with that.',
  AccessDenied: 'The service did not let you sign in.',
  SessionRequired: 'Sign in to see that page.',
};

/** The message for `?error=`, or null when there is none. */
export function signInProblem(code: string | readonly string[] | undefined): string | null {
  if (typeof code !== 'string') return null;
  return MESSAGES[code] ?? 'Signing in did not work. Try again.';
}
