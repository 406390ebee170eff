// SPDX-License-Identifier: Apache-2.0
import type { Frame } from './events.js';

/** Events about the connection. They repeat the number of the event before them, and are not sent again. */
const CONNECTION_ONLY: ReadonlySet<string> = new Set([
  'ui_session_id_changed',
  'ping',
  'pong',
  'token_expiring',
  'auth_refreshed',
  'chat_user_data',
  'avatar_list',
  'voice_list',
  'agent_list',
  'tool_catalog',
  'get_user_sessions_response',
  'voice_input_supported',
  'server_listening',
]);

/** Events that are numbered in a session and not when they greet a connection; they say the same twice without harm. */
const SOMETIMES: ReadonlySet<string> = new Set(['chat_session_changed', 'user_turn_start', 'error']);

/** Sees to it that each numbered event of a ui session is taken once, and that none is missing. */
export class Sequence {
  #last: number | undefined;
  #accepted: number | undefined;
  /** After a whole chat: up to which number the answer that is being given in it was told. */
  #retold: number | undefined;

  /** The number of the last event that was taken; undefined before the first. */
  get last(): number | undefined {
    return this.#last;
  }

  /** Begins with a ui session whose events so far are known up to `last`. */
  start(last: number): void {
    this.#last = last;
    this.#accepted = undefined;
    this.#retold = undefined;
  }

  /** Tells whether to take the frame, to skip it as known, or that frames before it are missing. */
  judge(frame: Frame): 'take' | 'skip' | 'gap' {
    const { seq, type } = frame;
    if (seq === undefined || CONNECTION_ONLY.has(type)) return 'take';
    const last = this.#last ?? seq - 1;
    const whole = type === 'chat_session_changed';
    if (whole) this.#retold = -1;
    if (type === 'user_turn_start') this.#retold = undefined;
    if (seq <= last) return (SOMETIMES.has(type) && !isFromAgent(frame)) || this.#isRetold(type, seq) ? 'take' : 'skip';
    if (seq > last + 1 && !whole && this.#accepted !== last) return 'gap';
    this.#last = seq;
    this.#isRetold(type, seq);
    return 'take';
  }

  /** A whole chat is followed by the answer that is being given in it so far, whose events keep their old numbers. */
  #isRetold(type: string, seq: number): boolean {
    if (this.#retold === undefined || seq <= this.#retold) return false;
    if (type === 'text_delta') this.#retold = seq;
    return type === 'text_delta' || type === 'completion';
  }

  /** After the server could not send the missing events again: goes on without them. */
  acceptGap(): void {
    this.#accepted = this.#last;
  }
}

/** The agent's failure is an event of its session; every other error is about one frame. */
function isFromAgent(frame: Frame): boolean {
  return (frame as { source?: unknown }).source === 'agent';
}
