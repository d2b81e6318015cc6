// Where next-auth may send a browser after signing in or out: to pages of this studio alone.

/**
 * The address that was asked for, when it belongs to the studio; the front page otherwise.
 * @param asked a path or an address, from outside
 * @param baseUrl where people reach the studio
 */
export function returnUrl(asked: string, baseUrl: string): string {
  const { origin } = new URL(baseUrl);
  if (!URL.canParse(asked, origin)) return origin;
  const url = new URL(asked, origin);
  // What normalising has made of the path counts: "/./\\host" begins with "//host" by now, which names another site.
  const isOurs = url.origin === origin && url.username === '' && url.password === '';
  return isOurs && !url.pathname.startsWith('//') ? url.href : origin;
}
