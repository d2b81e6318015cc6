// The digest passed to the error page when a page could not be rendered because a part of the studio is
// unavailable.

export const UNAVAILABLE_DIGEST = 'isomix-away';
