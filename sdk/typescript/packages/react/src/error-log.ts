// SPDX-License-Identifier: Apache-2.0
import type { ErrorEvent, RealtimeClient } from '@stagedoor/realtime-core';
import { Store } from './store.js';

/** An error that was not dismissed yet. */
export interface LoggedError extends ErrorEvent {
  /** Tells it from others of the same kind. */
  readonly id: number;
}

const MOST = 20;

/** The newest errors of a client. */
export class ErrorLog extends Store<readonly LoggedError[]> {
  #next = 1;

  constructor() {
    super([]);
  }

  /** Begins to record; returns what ends it. */
  record(client: RealtimeClient): () => void {
    return client.on('error', ({ code, message, source }) => {
      this.set([...this.get(), { id: this.#next++, code, message, source }].slice(-MOST));
    });
  }

  /** Removes one error. */
  readonly dismiss = (id: number): void => this.set(this.get().filter((error) => error.id !== id));

  /** Removes all errors. */
  readonly clear = (): void => this.set([]);
}
