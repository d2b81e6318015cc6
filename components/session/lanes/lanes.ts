// The state of the lanes of one open studio page: zoom and scroll position, length, and the gestures on them.

import { secondsToSamples } from '@/audio/units';
import type { SongBeats } from '@/contract/http/separation';
import type { ProjectConnection } from '../../collaboration/project-connection';
import { Subscribers } from '../../player/page/subscribers';
import { Store } from '../../ui/store';
import type { MixPreview } from '../mix/mix-preview';
import type { SessionTracks } from '../tracks/session-tracks';
import { ClipControl } from './clip-control';
import type { LaneGestureParts } from './lane-gesture';
import { LaneLength } from './lane-length-store';
import { LaneView } from './lane-view';
import { PointControl } from './point-control';

export class Lanes {
  readonly view = new LaneView();
  /** Why an edit on a lane was not made, each time. */
  readonly problems = new Subscribers<string>();
  readonly clips: ClipControl;
  readonly points: PointControl;
  readonly length: LaneLength;
  /** Where things on the lanes catch besides what lies there, in samples; empty where the beats are not known. */
  readonly beats = new Store<readonly number[]>([]);
  /** Those of them that begin a bar. */
  readonly downbeats = new Store<readonly number[]>([]);

  constructor(connection: ProjectConnection, tracks: SessionTracks, preview: MixPreview) {
    const { doc, origin, undo, presence } = connection;
    const parts: LaneGestureParts = {
      doc,
      origin,
      undo,
      announce: (holds) => presence.share({ holds }),
      report: (problem) => this.problems.notify(problem),
    };
    this.clips = new ClipControl(parts);
    this.points = new PointControl(parts);
    this.length = new LaneLength(tracks.all, preview.mix);
  }

  /** Sets the beats of the song, whenever they are read. Without them, snapping uses all other targets. */
  setBeats({ beats_s, downbeats_s }: SongBeats): void {
    this.beats.set(beats_s.map((seconds) => secondsToSamples(seconds)));
    this.downbeats.set(downbeats_s.map((seconds) => secondsToSamples(seconds)));
  }

  destroy(): void {
    this.length.destroy();
  }
}
