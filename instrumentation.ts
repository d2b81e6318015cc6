// Next's hook for what breaks while a page is made: into our log, and into a 503 where something was away.

/** Called by Next for every error that nothing in the pages caught. */
export async function onRequestError(error: unknown): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const [{ noteAway }, { log }] = await Promise.all([
    import('./server/http/unavailable-note'),
    import('./platform/log'),
  ]);
  const away = noteAway(error);
  if (away) log.warn({ err: error, dependency: away.dependency }, 'A page met a dependency that is away.');
  else log.error({ err: error }, 'A page broke while it was made.');
}
