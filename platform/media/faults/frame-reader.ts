// Cuts what FFmpeg decodes into the frames that it reports, and measures them.
import { LineSplitter } from '../line-splitter';
import { readFrameLine } from '../repair/frame-clock';
import { type DecodedFrame, measureFrame } from './decoded-frame';

/** What FFmpeg says of a file while it decodes it, line by line. */
export class FrameReport {
  /** Frames whose samples have not been measured. */
  readonly stamped: { readonly ptsS: number; readonly samples: number; readonly isReported: boolean }[] = [];
  rate = 1;
  isDamaged = false;
  readonly #lines = new LineSplitter();
  #isReported = false;
  readonly #codec: string;

  constructor(codec: string) {
    this.#codec = codec;
  }

  read(text: string): void {
    for (const line of this.#lines.push(text)) this.#add(line);
  }

  #add(line: string): void {
    const frame = readFrameLine(line);
    if (frame) {
      this.rate = frame.rate;
      const ptsS = frame.pts / frame.rate;
      this.stamped.push({ ptsS, samples: frame.samples, isReported: this.#isReported });
      this.#isReported = false;
    } else if (line.includes('[error]')) {
      // A frame that is dropped with an error leaves a gap in the time stamps, which is filled elsewhere.
      const isDropped = line.includes('Error while decoding');
      this.#isReported = !isDropped && line.startsWith(`[${this.#codec}`);
      this.isDamaged ||= isDropped;
    }
  }
}

/** Cuts the samples that FFmpeg writes into the frames that it reports. */
export class FrameReader {
  readonly frames: DecodedFrame[] = [];
  #samples = new Float32Array();
  #atS = 0;
  readonly #report: FrameReport;
  readonly #channels: number;

  constructor(report: FrameReport, channels: number) {
    this.#report = report;
    this.#channels = channels;
  }

  /** Whether all samples belong to frames that were reported. */
  get isAligned(): boolean {
    return this.#samples.length === 0;
  }

  push(block: Float32Array): void {
    const samples = new Float32Array(this.#samples.length + block.length);
    samples.set(this.#samples);
    samples.set(block, this.#samples.length);
    this.#samples = samples;
    this.measure();
  }

  /** Measures the frames of which both the samples and the report are there. */
  measure(): void {
    const { stamped, rate } = this.#report;
    let [measured, at] = [0, 0];
    for (const { ptsS, samples, isReported } of stamped) {
      const end = at + samples * this.#channels;
      if (end > this.#samples.length) break;
      const lengthS = samples / rate;
      const measures = measureFrame(this.#samples.subarray(at, end), this.#channels, rate);
      this.frames.push({ ...measures, ptsS, atS: this.#atS, lengthS, isReported });
      this.#atS += lengthS;
      measured++;
      at = end;
    }
    stamped.splice(0, measured);
    this.#samples = this.#samples.slice(at);
  }
}
