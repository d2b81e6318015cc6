// The player's state as others see it: one snapshot, exchanged only when something in it changed.

import type { PlayerState } from '../types';
import { IDLE, sameState } from './player-status';
import { Subscribers } from './subscribers';

export class StateStore extends Subscribers<void> {
  #snapshot: PlayerState = IDLE;

  get(): PlayerState {
    return this.#snapshot;
  }

  /** Notifies the listeners if `state` differs from the last one they received. */
  set(state: PlayerState): void {
    if (sameState(state, this.#snapshot)) return;
    this.#snapshot = state;
    this.notify();
  }
}
