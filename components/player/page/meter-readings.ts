// The page's side of the meters: names what the audio thread measures and makes loudness of it.
import { LoudnessWindows } from '@/audio/loudness/loudness-windows';
import { METER_FIELDS } from '@/audio/mix/meter-bank';
import { gainToDb } from '@/audio/units';
import { LOUDNESS_FIELDS } from '../audio-thread/loudness-tap';
import type { TransportReport } from '../messages';
import type { MeterReading, StripReading } from '../types';

const SILENT = Number.NEGATIVE_INFINITY;

const SILENCE: StripReading = {
  peakDb: [SILENT, SILENT],
  rmsDb: [SILENT, SILENT],
  momentaryLufs: SILENT,
  shortTermLufs: SILENT,
  integratedLufs: SILENT,
  truePeakDbtp: SILENT,
  reductionDb: 0,
};

type Loudness = Pick<StripReading, 'momentaryLufs' | 'shortTermLufs' | 'integratedLufs'>;

/** Loudness of one strip, computed once for each step of 100 ms. */
class StripLoudness {
  figures: Loudness = SILENCE;
  readonly #windows = new LoudnessWindows();
  #steps = 0;

  /** @param steps how many steps have ended, the last of which had `meanSquare` */
  follow(steps: number, meanSquare: number): void {
    if (steps === this.#steps) return;
    this.#steps = steps;
    this.#windows.add(meanSquare);
    const { momentaryLufs, shortTermLufs, integratedLufs } = this.#windows;
    this.figures = { momentaryLufs, shortTermLufs, integratedLufs };
  }
}

/** Follows the reports; strips are in the order of the mix engine, the master last. */
export class MeterReadings {
  /** The newest reading. */
  reading: MeterReading = { tracks: {}, master: SILENCE };
  /** Of measuring; reports of earlier ones are out of date. */
  round = 0;
  #tracks: ReadonlyArray<readonly [id: string, loudness: StripLoudness]> = [];
  #master = new StripLoudness();

  /** Begins a new round, for these strips. */
  reset(trackIds: readonly string[]): void {
    this.round++;
    this.#tracks = trackIds.map((id) => [id, new StripLoudness()] as const);
    this.#master = new StripLoudness();
    const tracks = Object.fromEntries(trackIds.map((id) => [id, SILENCE]));
    this.reading = { tracks, master: SILENCE };
  }

  follow(report: Pick<TransportReport, 'levels' | 'loudness' | 'reductions' | 'steps'>): void {
    const { steps } = report;
    if (steps.round !== this.round) return;
    const tracks = Object.fromEntries(
      this.#tracks.map(([id, loudness], strip) => {
        loudness.follow(steps.strips, report.loudness[strip * LOUDNESS_FIELDS] ?? 0);
        return [id, readStrip(strip, loudness, report)];
      }),
    );
    const last = this.#tracks.length;
    this.#master.follow(steps.master, report.loudness[last * LOUDNESS_FIELDS] ?? 0);
    this.reading = { tracks, master: readStrip(last, this.#master, report) };
  }
}

function readStrip(
  strip: number,
  { figures }: StripLoudness,
  { levels, loudness, reductions }: Pick<TransportReport, 'levels' | 'loudness' | 'reductions'>,
): StripReading {
  const level = (field: number) => gainToDb(levels[strip * METER_FIELDS + field] ?? 0);
  return {
    peakDb: [level(0), level(1)],
    rmsDb: [level(2), level(3)],
    ...figures,
    truePeakDbtp: loudness[strip * LOUDNESS_FIELDS + 1] ?? SILENT,
    reductionDb: reductions[strip] ?? 0,
  };
}
