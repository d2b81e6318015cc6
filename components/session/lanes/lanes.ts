// The state of the lanes of one open studio page: zoom and scroll position, length, and the gestures on them.

import type { ProjectConnection } from '../../collaboration/project-connection';
import { Subscribers } from '../../player/page/subscribers';
import type { MixPreview } from '../mix/mix-preview';
import type { SessionTracks } from '../tracks/session-tracks';
import { BeatGrid } from './beat-grid';
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
  /** Where things on the lanes catch besides what lies there, and what is counted by. */
  readonly grid: BeatGrid;

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
    this.grid = new BeatGrid(preview.mix, this.length);
  }

  destroy(): void {
    this.grid.destroy();
    this.length.destroy();
  }
}
