// Where to go after signing in: a path of this site, never another one.

/** The path a page was asked to return to; `/` for anything that would leave the site. */
export function returnPath(asked: string | readonly string[] | null | undefined): string {
  if (typeof asked !== 'string') return '/';
  try {
    const url = new URL(asked, 'http://studio.invalid');
    // next-auth hands over whole addresses of its own pages: only their path counts.
    const path = `${url.pathname}${url.search}`;
    const isLocal = asked.startsWith('/') && !/^\/[\\/]/.test(asked);
    return isLocal && url.host === 'studio.invalid' ? path : '/';
  } catch {
    return '/';
  }
}

/** The address of a page that signs in or up and then returns to `path`. */
export const accountPage = (page: 'sign-in' | 'sign-up', path: string): string =>
  path === '/' ? `/${page}` : `/${page}?callbackUrl=${encodeURIComponent(path)}`;
