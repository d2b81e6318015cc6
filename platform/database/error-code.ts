// Reads the code of a system or PostgreSQL error, such as EEXIST or 42P04, from something caught.

/** The `code` of a caught error, or undefined when it carries none. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
