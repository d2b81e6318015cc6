// Next's hook for what breaks while a page is made: into our log, and into a 503 where something was away.

/** Called by Next for every error that nothing in the pages caught. */
export async function onRequestError(error: unknown): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const [{ recordUnavailable }, { log }] = await Promise.all([
    import('./server/http/unavailable-record'),
    import('./platform/log'),
  ]);
  const unavailable = recordUnavailable(error);
  if (unavailable)
    log.warn(
      { err: error, dependency: unavailable.dependency },
      'A page met a dependency that is unavailable.',
    );
  else log.error({ err: error }, 'A page broke while it was made.');
}
