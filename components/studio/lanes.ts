// Everything about the lanes of one open studio page: how they are looked at, how long they are, the hands on them.
import type { ProjectConnection } from '../collaboration/project-connection';
import { ClipControl } from './clip-control';
import type { LaneHandParts } from './lane-hand';
import { LaneLength } from './lane-length';
import { LaneView } from './lane-view';
import type { MixPreview } from './mix-preview';
import { PointControl } from './point-control';
import type { SessionStems } from './session-stems';

export class Lanes {
  readonly view = new LaneView();
  readonly clips: ClipControl;
  readonly points: PointControl;
  readonly length: LaneLength;

  constructor(connection: ProjectConnection, stems: SessionStems, preview: MixPreview) {
    const { doc, origin, undo, presence } = connection;
    const parts: LaneHandParts = {
      ...{ doc, origin, undo },
      announce: (holds) => presence.share({ holds }),
      tell: (problem) => this.view.problem.set(problem),
    };
    this.clips = new ClipControl(parts);
    this.points = new PointControl(parts);
    this.length = new LaneLength(stems.all, preview.mix);
  }

  destroy(): void {
    this.length.destroy();
  }
}
