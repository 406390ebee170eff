// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Link, type WebSocketLike } from '../src/realtime/link.js';
import { advance, useFakeClock } from '../../../test/support/time.js';

/** A socket whose events a test makes, in an order that a network cannot be brought to. */
class HandMade implements WebSocketLike {
  static last: HandMade;
  binaryType = '';
  bufferedAmount = 0;
  onmessage: WebSocketLike['onmessage'] = null;
  onclose: WebSocketLike['onclose'] = null;
  onerror: WebSocketLike['onerror'] = null;
  readonly sent: unknown[] = [];
  readonly closes: unknown[] = [];
  constructor() {
    HandMade.last = this;
  }
  send = (data: unknown) => void this.sent.push(data);
  close = (code?: number, reason?: string) => void this.closes.push([code, reason]);
}

describe('a link', () => {
  const heard: string[] = [];
  const listener = {
    frame: ({ type }: { type: string }) => void heard.push(type),
    binary: () => void heard.push('binary'),
    closed: (code: number) => void heard.push(`closed ${code}`),
  };
  function opened() {
    heard.length = 0;
    const link = new Link({ url: 'wss://agents.example', token: 't', WebSocket: HandMade, pingInterval: 30_000, pongTimeout: 10_000 }, listener);
    const { onmessage, onclose } = HandMade.last;
    return { link, socket: HandMade.last, message: (data: unknown) => onmessage!({ data }), close: (code: number) => onclose!({ code, reason: '' }) };
  }

  afterEach(() => vi.useRealTimers());

  it('hears frames, and its end', () => {
    const { message, close } = opened();
    message('{"type":"user_turn_start"}');
    message(new ArrayBuffer(2));
    close(1012);
    expect(heard).toEqual(['user_turn_start', 'binary', 'closed 1012']);
  });

  it('G1-39 ends once, and hears and sends nothing after that', () => {
    const { link, socket, message, close } = opened();
    link.close(4408, 'no sign of life');
    link.close(1000, '');
    close(4401);
    message('{"type":"user_turn_start"}');
    message(new ArrayBuffer(2));
    link.send({ type: 'ping' });
    expect(heard).toEqual(['closed 4408']);
    expect(socket.sent).toEqual([]);
    expect(socket.closes).toEqual([[4408, 'no sign of life']]);
  });

  it('sends a browser only the close codes that it may send', () => {
    const { socket, close } = opened();
    close(1006);
    expect(socket.closes).toEqual([[undefined, '']]);
  });

  it('leaves no timer behind', async () => {
    useFakeClock();
    const { link } = opened();
    link.watch();
    await advance(35_000);
    link.close(1000, '');
    expect(vi.getTimerCount()).toBe(0);
  });
});
