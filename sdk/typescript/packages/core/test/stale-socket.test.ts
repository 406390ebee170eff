// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { WebSocketLike } from '@stagedoor/realtime-core';
import { conversation } from '../../../test/support/conversation.js';
import { advance, settle, until } from '../../../test/support/time.js';

describe('a connection', () => {
  const talk = conversation();

  it('G1-39 cannot be touched by its old socket', async () => {
    let lateClose = () => {};
    let lateFrame = () => {};
    /** Remembers its listeners, and calls them although they were taken away. */
    class Stubborn implements WebSocketLike {
      binaryType = '';
      onerror = null;
      readonly #socket: WebSocket;
      constructor(url: string, protocols: string[]) {
        this.#socket = new WebSocket(url, protocols);
        this.#socket.onerror = () => {};
      }
      get bufferedAmount() {
        return this.#socket.bufferedAmount;
      }
      set onclose(listener: ((event: { code: number; reason: string }) => void) | null) {
        if (!listener) return;
        lateClose = () => listener({ code: 4403, reason: 'late' });
        this.#socket.onclose = listener;
      }
      set onmessage(listener: ((event: { data: unknown }) => void) | null) {
        if (!listener) return;
        lateFrame = () => listener({ data: '{"type":"user_turn_end","seq":1}' });
        this.#socket.onmessage = listener;
      }
      send = (data: string) => this.#socket.send(data);
      close = (code?: number, reason?: string) => this.#socket.close(code, reason);
    }
    await talk.connect({}, { WebSocket: Stubborn, random: () => 0.5 });
    const [closeOfFirst, frameOfFirst] = [lateClose, lateFrame];
    await advance(40_000);
    await settle();
    await advance(1_000);
    await until(() => talk.client.isConnected() && talk.client.canSend());
    const states = talk.heard('state-changed');
    closeOfFirst();
    frameOfFirst();
    await settle();
    expect(states).toEqual([]);
    expect([talk.client.isConnected(), talk.client.canSend()]).toEqual([true, true]);
  });
});
