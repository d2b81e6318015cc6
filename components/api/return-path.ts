// Where to go after signing in: a path of this site, never another one.

const HERE = 'http://studio.invalid';
/** A path of this site: one slash, then anything but a second one, which would name another site. */
const LOCAL = /^\/(?![/\\])/;

/** The path a page was asked to return to; `/` for anything that would leave the site. */
export function returnPath(asked: string | readonly string[] | null | undefined): string {
  if (typeof asked !== 'string' || !LOCAL.test(asked) || !URL.canParse(asked, HERE)) return '/';
  const url = new URL(asked, HERE);
  // Normalising can make "//host" of what began with one slash, as in "/./\\host": the result is what counts.
  const path = `${url.pathname}${url.search}`;
  return url.origin === HERE && LOCAL.test(path) ? path : '/';
}

/** The address of a page that signs in or up and then returns to `path`. */
export const accountPage = (page: 'sign-in' | 'sign-up', path: string): string =>
  path === '/' ? `/${page}` : `/${page}?callbackUrl=${encodeURIComponent(path)}`;
