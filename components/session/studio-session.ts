// The state of one open studio page: the connection, the mix controls, the player, and their wiring.
import { samplesToSeconds } from '@/audio/units';
import type { ProjectConnection } from '../collaboration/project-connection';
import { MediaClient } from '../player/page/media-client';
import { StudioPlayer } from '../player/page/studio-player';
import type { Player } from '../player/types';
import { Lanes } from './lanes/lanes';
import { MixControl } from './mix/mix-control';
import { MixPreview } from './mix/mix-preview';
import { StyleControl } from './mix/style-control';
import { Recorder } from './recording/recorder';
import { roomForPeers } from './recording/room';
import { SessionTakes } from './recording/session-takes';
import { clipTarget } from './recording/take-target';
import { monitorMix } from './rehearsal/monitor-store';
import { Rehearsal } from './rehearsal/rehearsal';
import { SessionTracks } from './tracks/session-tracks';
import { TrackControl } from './tracks/track-control';
import { MetronomeControl } from './transport/metronome';
import { Transport } from './transport/transport';

/** How often the others learn where this playhead is, while it moves. */
const SHARE_POSITION_MS = 500;
/** The original is heard whoever is on solo. */
const NOBODY: ReadonlySet<string> = new Set();

export class StudioSession {
  readonly control: MixControl;
  readonly preview: MixPreview;
  readonly styles: StyleControl;
  readonly player: Player;
  readonly transport: Transport;
  readonly metronome: MetronomeControl;
  readonly media: MediaClient;
  readonly tracks: SessionTracks;
  readonly trackControl: TrackControl;
  readonly lanes: Lanes;
  readonly recorder: Recorder;
  readonly takes: SessionTakes;
  readonly rehearsal: Rehearsal;
  readonly #stops: (() => void)[] = [];
  #context: AudioContext | null = null;
  #isMonitored = false;

  constructor(
    readonly projectId: string,
    readonly connection: ProjectConnection,
  ) {
    const { doc, origin, undo, reader, presence } = connection;
    this.media = new MediaClient({ projectId });
    this.preview = new MixPreview(doc, origin, reader);
    this.tracks = new SessionTracks(this.preview);
    this.lanes = new Lanes(connection, this.tracks, this.preview);
    const report = (problem: string) => this.lanes.problems.notify(problem);
    this.trackControl = new TrackControl({ doc, origin, report });
    this.takes = new SessionTakes({ doc, origin, report });
    this.control = new MixControl({
      doc,
      origin,
      undo,
      shared: this.preview.mix,
      announce: (holds) => presence.share({ holds }),
    });
    this.styles = new StyleControl(doc, this.preview.styles, origin);
    const player = new StudioPlayer({
      fetchSegment: this.media.fetchSegment,
      onOutput: (node) => {
        this.#context = node.context as AudioContext;
        this.recorder.input.setOutput(node);
      },
    });
    this.metronome = new MetronomeControl(player);
    const { userId } = connection.author;
    this.rehearsal = new Rehearsal({
      projectId,
      userId,
      player,
      presence,
      tempo: { get: () => this.#tempo(), subscribe: this.control.localMix.subscribe },
      metronome: this.metronome,
      context: () => this.#context,
    });
    this.player = this.rehearsal.player;
    this.transport = new Transport(this.player);
    this.recorder = new Recorder({
      projectId,
      userId,
      player: this.rehearsal.recorderPlayer,
      tracks: this.tracks.all,
      metronome: this.metronome,
      tempo: () => this.#tempo(),
      target: clipTarget(connection),
      announce: (recording) => presence.share({ recording }),
      reserve: (position) => this.lanes.length.reserve(position),
    });
    this.#stops.push(
      this.tracks.sources.subscribe(() => this.#load()),
      this.tracks.played.subscribe(() => this.#load()),
      this.control.localMix.subscribe(() => this.#applyMix()),
      this.control.localMix.subscribe(() => this.#applyTiming()),
      this.lanes.grid.subscribe(() => this.#applyTiming()),
      this.control.soloed.subscribe(() => this.#applyMix()),
      this.takes.auditioned.subscribe(() => this.#applyMix()),
      this.rehearsal.view.subscribe(() => this.#applyMonitor()),
      this.rehearsal.monitor.subscribe(() => this.#applyMix()),
      this.recorder.state.subscribe(() => this.rehearsal.setRecording(this.recorder.state.get() !== null)),
      presence.peers.subscribe(() => this.lanes.length.reserve(roomForPeers(presence.peers.get()), 'others')),
      this.#shareTransport(),
    );
    this.#load();
    this.#applyMix();
    this.#applyTiming();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.recorder.destroy();
    this.takes.destroy();
    this.rehearsal.destroy();
    this.lanes.destroy();
    this.tracks.destroy();
    this.control.destroy();
    this.preview.destroy();
    this.player.dispose();
  }

  #applyTiming(): void {
    this.metronome.setTiming({ bpm: this.control.localMix.get().bpm, ...this.lanes.grid.get() });
  }

  #load(): void {
    const sources = this.tracks.sources.get();
    this.media.setSources(sources);
    const { tracks, available } = this.tracks.played.get();
    this.player.load(tracks, sources);
    this.player.setAvailable(available);
    this.#applyMix();
  }

  #applyMix(): void {
    const mix = this.takes.heard(this.control.localMix.get());
    const audible = this.#isMonitored ? monitorMix(mix, this.rehearsal.monitor.get()) : mix;
    this.player.setMix(audible, this.tracks.isComparing.get() ? NOBODY : this.control.soloed.get());
  }

  /** The monitor mix sounds while this person is in the rehearsal room. */
  #applyMonitor(): void {
    if (this.#isMonitored === this.rehearsal.isIn) return;
    this.#isMonitored = this.rehearsal.isIn;
    this.#applyMix();
  }

  #tempo(): number {
    return this.control.localMix.get().tempo;
  }

  #shareTransport(): () => void {
    let wasPlaying = false;
    let sharedAt = 0;
    return this.player.subscribe(() => {
      const { status, position } = this.player.getState();
      const playing = status === 'playing';
      const now = Date.now();
      if (playing === wasPlaying && now - sharedAt < SHARE_POSITION_MS) return;
      wasPlaying = playing;
      sharedAt = now;
      this.connection.presence.share({ transport: { seconds: samplesToSeconds(position), playing } });
    });
  }
}
