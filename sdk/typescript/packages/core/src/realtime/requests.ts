// SPDX-License-Identifier: Apache-2.0
import { RealtimeError } from '../errors.js';
import type { ErrorEvent, Frame } from './events.js';

const PATIENCE = 15_000;

interface Request {
  readonly type: string;
  readonly answer: string;
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
}

/** Frames that were sent and wait for their answer. */
export class Requests {
  #open: Request[] = [];

  /** Resolves with the first frame of the type `answer`; rejects with the server's error about `type`. */
  wait(type: string, answer: string, patience: number | null = PATIENCE): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const give = () => this.fail(new RealtimeError('no_answer', `No answer to ${type}.`), (one) => one === request);
      const timer = patience === null ? undefined : setTimeout(give, patience);
      const request: Request = { type, answer, resolve, reject, timer };
      this.#open.push(request);
    });
  }

  /** Whether a frame of that type waits. */
  has(type: string): boolean {
    return this.#open.some((request) => request.type === type);
  }

  /** Answers the first request that waits for this frame. */
  settle(frame: Frame): void {
    if (frame.type === 'error') {
      const { code, message, source } = frame as Frame & ErrorEvent;
      const refused = this.#open.find((request) => request.type === source);
      return this.fail(new RealtimeError(code, message), (request) => request === refused);
    }
    const answered = this.#open.find((request) => request.answer === frame.type);
    if (!answered) return;
    this.#remove((request) => request === answered);
    answered.resolve(frame);
  }

  /** Rejects requests; all of them, unless `which` says otherwise. */
  fail(error: Error, which: (request: { readonly type: string }) => boolean = () => true): void {
    for (const request of this.#remove(which)) request.reject(error);
  }

  #remove(which: (request: Request) => boolean): Request[] {
    const removed = this.#open.filter(which);
    this.#open = this.#open.filter((request) => !removed.includes(request));
    for (const { timer } of removed) clearTimeout(timer);
    return removed;
  }
}
