// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, vi } from 'vitest';
import type { AuthManagerOptions, RealtimeClient, RealtimeClientOptions, RealtimeEvents } from '@stagedoor/realtime-core';
import { page } from './page.js';
import { ScriptedServer, type ServerSocket } from './scripted-server.js';
import { settle, until, useFakeClock } from './time.js';

/** A client and its scripted server, new for each test, on a fake clock. */
export class Conversation {
  server!: ScriptedServer;
  client!: RealtimeClient;
  /** The server's end of the first connection. */
  socket!: ServerSocket;

  /** Signs in, without connecting. */
  async signIn(options: RealtimeClientOptions = {}, authOptions: AuthManagerOptions = {}): Promise<void> {
    ({ client: this.client } = await page(this.server, options, authOptions));
  }

  /** Signs in and connects. */
  async connect(greeting = {}, options: RealtimeClientOptions = {}, authOptions: AuthManagerOptions = {}): Promise<void> {
    this.server.onSocket = (socket) => socket.greet(greeting);
    await this.signIn(options, authOptions);
    await this.client.connect();
    this.socket = await this.server.socket(1);
    await until(() => this.client.getState().initialized);
    await settle();
  }

  /** Collects the client's events of that name, from now on. */
  heard<Name extends keyof RealtimeEvents>(name: Name): RealtimeEvents[Name][] {
    const events: RealtimeEvents[Name][] = [];
    this.client.on(name, (event) => events.push(event));
    return events;
  }

  /** The open chat as the client knows it. */
  get chat() {
    return this.client.getState().chat;
  }
}

/** For a `describe`: begins and ends a conversation around each test. */
export function conversation(): Conversation {
  const talk = new Conversation();
  beforeEach(async () => {
    talk.server = await ScriptedServer.start();
    useFakeClock();
  });
  afterEach(() => {
    talk.client.disconnect();
    talk.client.auth.clearTokens();
    vi.useRealTimers();
    talk.server.stop();
  });
  return talk;
}
