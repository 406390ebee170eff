// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, tab } from '../../../test/support/page.js';
import { ScriptedServer } from '../../../test/support/scripted-server.js';
import { until } from '../../../test/support/time.js';

const KEY = 'stagedoor.ui_session_id';

describe('G1-42 a tab', () => {
  let server: ScriptedServer;
  /** The page's events, which Node lacks. */
  let events: EventTarget;
  const open: (() => void)[] = [];

  async function client(storage: ReturnType<typeof tab>, options = {}) {
    const { auth, client } = await page(server, { storage, ...options });
    open.push(() => {
      client.disconnect();
      auth.clearTokens();
    });
    await client.connect();
    return client;
  }
  const asked = () => server.sockets.map(({ query }) => query.get('ui_session_id'));

  beforeEach(async () => {
    events = new EventTarget();
    vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
    vi.stubGlobal('removeEventListener', events.removeEventListener.bind(events));
    server = await ScriptedServer.start();
    server.onSocket = (socket) => {
      const wanted = socket.query.get('ui_session_id');
      socket.greet(wanted ? { id: wanted, resumed: true } : { id: `ui_${server.sockets.length}` });
    };
  });
  afterEach(() => {
    for (const close of open.splice(0)) close();
    vi.unstubAllGlobals();
    server.stop();
  });

  it('has a session of its own: two tabs do not steal each other’s', async () => {
    const [first, second] = [await client(tab()), await client(tab())];
    expect(asked()).toEqual([null, null]);
    expect([first.isConnected(), second.isConnected()]).toEqual([true, true]);
  });

  it('continues its session after a reload, and is sent all of it', async () => {
    const storage = tab();
    await client(storage);
    events.dispatchEvent(new Event('pagehide'));
    expect(storage.content.get(KEY)).toBe('ui_1');
    server.onSocket = (socket) => socket.greet({ id: 'ui_1', resumed: true }).tell('chat_session_changed', { chat_session: { session_id: 'chat_1', messages: [] } });
    const reloaded = await client(storage);
    expect(asked()).toEqual([null, 'ui_1']);
    expect(server.sockets[1]!.query.has('after')).toBe(false);
    await until(() => reloaded.getState().initialized);
  });

  it('that was duplicated begins a session of its own', async () => {
    const storage = tab();
    await client(storage);
    const duplicate = tab(Object.fromEntries(storage.content));
    await client(duplicate);
    expect(asked()).toEqual([null, null]);
  });

  it('that was duplicated after a reload begins a session of its own', async () => {
    const storage = tab({ [KEY]: 'ui_7' });
    await client(storage);
    const duplicate = tab(Object.fromEntries(storage.content));
    await client(duplicate);
    expect(asked()).toEqual(['ui_7', null]);
  });

  it('gives two clients on one page two sessions', async () => {
    const storage = tab({ [KEY]: 'ui_7' });
    await client(storage);
    await client(storage);
    expect(asked()).toEqual(['ui_7', null]);
  });

  it('that comes back from the browser’s cache takes its session with it', async () => {
    const storage = tab();
    await client(storage);
    events.dispatchEvent(new Event('pagehide'));
    events.dispatchEvent(new Event('pageshow'));
    expect(storage.content.has(KEY)).toBe(false);
  });

  it('forgets its session when the user signs out', async () => {
    const storage = tab();
    const first = await client(storage);
    first.auth.clearTokens();
    events.dispatchEvent(new Event('pagehide'));
    expect(storage.content.has(KEY)).toBe(false);
    expect(first.getState()).toMatchObject({ connection: 'DISCONNECTED', initialized: false, agents: [], chat: { session: null } });
  });

  it('works where storage is forbidden', async () => {
    vi.stubGlobal('sessionStorage', undefined);
    Object.defineProperty(globalThis, 'sessionStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
    await client(undefined as never);
    expect(asked()).toEqual([null]);
  });
});
