// What a set and its tracks may be at most.

/** The longest song that is analysed, and with it the longest track of a set, in seconds. The analysis keeps a whole track in memory: 1.6 GB for this length. */
export const LONGEST_TRACK_S = 30 * 60;
