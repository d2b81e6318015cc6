// Where the bands lie whose levels and image are restored live, and how far their filters overlap.

/** The lowest notes of a bass; five sixths of an octave below 63 Hz. */
const LOWEST_HZ = 63 * 2 ** (-5 / 6);
export const HIGHEST_HZ = 18_000;
/**
 * Where kick, bass and voice lie side by side, half of a third of an octave: with whole ones, thirds of the test's mixes
 * stayed up to 0.51 dB off at 125 Hz (tempo 1.25, key +3). Filters in the bass ring for longer, which a bar outlasts.
 */
const NARROW = { belowHz: 500, octaves: 1 / 6 } as const;
const OCTAVES = 1 / 3;

export interface LiveBandPlace {
  readonly hz: number;
  /** Distance of the frequencies at which one filter lets half of the power through. */
  readonly octaves: number;
}

export const LIVE_BANDS: readonly LiveBandPlace[] = (() => {
  const places: LiveBandPlace[] = [];
  let octaves: number = NARROW.octaves;
  for (let hz = LOWEST_HZ; hz < HIGHEST_HZ; ) {
    octaves = hz < NARROW.belowHz ? NARROW.octaves : OCTAVES;
    places.push({ hz, octaves });
    // Bands meet where both let half through.
    const next = hz * 2 ** octaves < NARROW.belowHz ? NARROW.octaves : OCTAVES;
    hz *= 2 ** ((octaves + next) / 2);
  }
  return places;
})();

/** What the filter of band `of` lets through at the centre of band `at`: in phase there, so a gain as well as a power. */
function responseOf(of: LiveBandPlace, at: LiveBandPlace): number {
  const q = 1 / (2 ** (of.octaves / 2) - 2 ** (-of.octaves / 2));
  return 1 / (1 + (q * (at.hz / of.hz - of.hz / at.hz)) ** 2);
}

/** `responseOf` by row (`at`) and column (`of`). */
export const LIVE_RESPONSES: readonly Float64Array[] = LIVE_BANDS.map((at) =>
  Float64Array.from(LIVE_BANDS, (of) => responseOf(of, at)),
);
