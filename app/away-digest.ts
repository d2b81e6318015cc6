// What the error page is told when a page could not be made because a part of the studio is away.

export const AWAY_DIGEST = 'isomix-away';
