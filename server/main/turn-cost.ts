// The cost of a request against the rate limit of its sender.

/** At least: Next works before its handler and after its answer too. */
const MIN_S = 0.005;
/** At most: a slow database or a password hash must not count against the client. */
const MAX_S = 0.06;

/** The cost of a request in seconds of the web server's one thread. @param beganAt by `performance.now()` */
export const turnCost = (beganAt: number): number =>
  Math.max(MIN_S, Math.min(MAX_S, (performance.now() - beganAt) / 1000));
