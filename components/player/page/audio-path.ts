// The data flow of the audio: stored segments are fetched, decoded and transferred to the audio thread, which
// returns them.
import { capitalised } from '@/document/field-captions';
import type { PlayerReport, TransportReport } from '../messages';
import type { StudioPlayerOptions } from '../types';
import { EngineLink } from './engine-link';
import { SegmentCache } from './segment-cache';

export interface AudioPathListener {
  readonly onTransport: (report: TransportReport) => void;
  /** More of what sounds soon is there. */
  readonly onArrival: () => void;
  /** Something cannot be played, with a message for the user. */
  readonly onError: (message: string) => void;
  /** Audio around the playhead cannot be loaded; the message is shown while playback waits for it. */
  readonly onMissing: (message: string) => void;
  /** The device stopped without being asked to. */
  readonly onInterrupted: () => void;
  /** The device or the worklet is lost for good. */
  readonly onLost: (reason: string) => void;
}

export interface AudioPath {
  readonly link: EngineLink;
  readonly cache: SegmentCache;
}

/** Creates both ends of the path; nothing is opened or fetched before they are asked to. */
export function makeAudioPath(options: StudioPlayerOptions, listener: AudioPathListener): AudioPath {
  const { fetchSegment, scriptsUrl = '/worklets', latencyHint = 'balanced', onOutput } = options;
  const { onInterrupted, onLost, onArrival } = listener;
  const onReport = (report: PlayerReport) => {
    if (report.type === 'freed') cache.recycle(report);
    else if (report.type === 'transport') listener.onTransport(report);
    else listener.onError('This browser cannot change tempo and key: set both back to play.');
  };
  const device = { workletUrl: `${scriptsUrl}/player.js`, latencyHint, onReport, onInterrupted, onLost };
  const link = new EngineLink(device, (node) => onOutput?.(node));
  const cache = new SegmentCache({
    fetchSegment,
    decoderUrl: `${scriptsUrl}/decoder.js`,
    onSegment: (stemId, index, segment) => {
      link.put(stemId, index, segment);
      onArrival();
    },
    onPart: (stemId, index, part) => {
      link.putPart(stemId, index, part);
      onArrival();
    },
    onEvict: (stemId, index) => link.evict(stemId, index),
    onGiveUp: (stem) => {
      listener.onMissing(`${capitalised(stem.id)} could not be loaded. Check the connection and press play.`);
    },
  });
  return { link, cache };
}
