// The state of the document connection, and the texts that describe it to the user.
import { CLOSE_CODES } from '@/document/wire/presence';

export interface ConnectionState {
  /** `closed`: the server ended it for good. */
  readonly link: 'connecting' | 'open' | 'lost' | 'closed';
  /** Both sides know the same history since the connection opened. */
  readonly synced: boolean;
  /** Everything sent over this connection is on the server's disk. */
  readonly acknowledged: boolean;
  /** This browser keeps a copy, so edits survive closing the page. */
  readonly kept: boolean;
  readonly closeCode: number | null;
  readonly closeReason: string | null;
  /** Before this moment, in milliseconds since 1970, the server would refuse to open it again. */
  readonly mayReconnectAt: number;
}

export const INITIAL_CONNECTION: ConnectionState = {
  link: 'connecting',
  synced: false,
  acknowledged: false,
  kept: false,
  closeCode: null,
  closeReason: null,
  mayReconnectAt: 0,
};

export type SaveTone = 'ok' | 'view' | 'busy' | 'warn' | 'danger';

export interface SaveStatus {
  readonly tone: SaveTone;
  /** A word or two, always visible. */
  readonly label: string;
  /** The complete message. */
  readonly detail: string;
}

const CLOSE_MESSAGES: Readonly<Record<number, string>> = {
  [CLOSE_CODES.invalidEdit]: 'One of your edits was not valid, so the studio stopped taking them.',
  [CLOSE_CODES.signedOut]: 'You are signed out. Sign in again to go on.',
  [CLOSE_CODES.forbidden]: 'You no longer have access to this project.',
  [CLOSE_CODES.notFound]: 'This project does not exist any more.',
  [CLOSE_CODES.tooLarge]: 'An edit was too large for the studio.',
  [CLOSE_CODES.tooFast]: 'Too many edits came from this browser at once.',
};

function closedMessage({ closeCode, closeReason }: ConnectionState): string {
  if (closeReason) return closeReason;
  return CLOSE_MESSAGES[closeCode ?? 0] ?? 'The studio closed the connection.';
}

/** What the save indicator shows. Viewers have nothing to save, so they only learn whether they are connected. */
export function describeConnection(state: ConnectionState, canEdit: boolean): SaveStatus {
  if (state.link === 'closed') {
    return { tone: 'danger', label: 'Disconnected', detail: closedMessage(state) };
  }
  if (state.link === 'lost') {
    if (!canEdit) return { tone: 'warn', label: 'Offline', detail: 'Offline: reconnecting.' };
    const detail = state.kept
      ? 'Offline: your edits are kept and will be sent'
      : 'Offline: keep this page open, your edits will be sent when the connection is back';
    return { tone: 'warn', label: 'Offline', detail };
  }
  if (state.link === 'connecting' || !state.synced) {
    return { tone: 'busy', label: 'Connecting…', detail: 'Connecting to the project.' };
  }
  if (!canEdit) {
    const detail = 'You see every change as it happens. Ask the owner of the project for editing.';
    return { tone: 'view', label: 'View only', detail };
  }
  return state.acknowledged
    ? { tone: 'ok', label: 'Saved', detail: 'Every edit is stored on the server.' }
    : { tone: 'busy', label: 'Saving…', detail: 'Waiting for the server to store your edits.' };
}
