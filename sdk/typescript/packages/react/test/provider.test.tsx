// SPDX-License-Identifier: Apache-2.0
import { StrictMode, useEffect, useRef } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { StagedoorProvider, useAgents, useChat, useConnection, useErrors, useRealtimeClient, useTurnState } from '@stagedoor/realtime-react';
import { RealtimeClient } from '@stagedoor/realtime-core';
import { page, payload } from '../../../test/support/page.js';
import { cleanup, render } from '../../../test/support/react.js';
import { ScriptedServer } from '../../../test/support/scripted-server.js';
import { settle, until } from '../../../test/support/time.js';

describe('a provider', () => {
  let server: ScriptedServer;
  const used = new Set<RealtimeClient>();
  const options = { WebSocket, storage: null };

  /** Signs in and connects when it appears, as a page of the guide does. */
  function Page() {
    const client = useRealtimeClient();
    const { state } = useConnection();
    used.add(client);
    useEffect(() => {
      const open = async () => {
        if (client.auth.getToken() === null) await client.initializeFromPayload(payload({ websocket_url: server.socketUrl }));
        await client.connect();
      };
      open().catch(() => {});
    }, [client]);
    return <p>{state}</p>;
  }

  beforeEach(async () => {
    used.clear();
    server = await ScriptedServer.start();
    server.onSocket = (socket) => socket.greet();
  });
  afterEach(async () => {
    cleanup();
    await settle();
    for (const client of used) client.auth.clearTokens();
    server.stop();
  });

  it('makes a client of its own, which connects once under StrictMode', async () => {
    render(
      <StrictMode>
        <StagedoorProvider options={options}>
          <Page />
        </StagedoorProvider>
      </StrictMode>,
    );
    await until(() => document.body.textContent === 'CONNECTED');
    await settle();
    expect(server.sockets).toHaveLength(1);
    expect(server.sockets[0]!.closed).toBeUndefined();
  });

  it('keeps a connection that a page begins only once, under StrictMode', async () => {
    function Once() {
      const client = useRealtimeClient();
      const begun = useRef(false);
      used.add(client);
      useEffect(() => {
        if (begun.current) return;
        begun.current = true;
        void client.initializeFromPayload(payload({ websocket_url: server.socketUrl }));
        client.connect().catch(() => {});
      }, [client]);
      return <p>{useConnection().state}</p>;
    }
    render(
      <StrictMode>
        <StagedoorProvider options={options}>
          <Once />
        </StagedoorProvider>
      </StrictMode>,
    );
    await until(() => document.body.textContent === 'CONNECTED');
    expect(server.sockets).toHaveLength(1);
  });

  it('ends its own client’s connection when it goes', async () => {
    const { unmount } = render(
      <StagedoorProvider options={options}>
        <Page />
      </StagedoorProvider>,
    );
    await until(() => document.body.textContent === 'CONNECTED');
    unmount();
    expect(await until(() => server.sockets[0]!.closed)).toMatchObject({ code: 1000 });
  });

  it('leaves another’s client as it is when it goes', async () => {
    const { client } = await page(server);
    used.add(client);
    await client.connect();
    const { unmount } = render(<StagedoorProvider client={client}>…</StagedoorProvider>);
    unmount();
    await settle();
    expect(client.isConnected()).toBe(true);
    client.disconnect();
  });

  it('may be given its client later', async () => {
    const { client } = await page(server);
    const provider = (given?: RealtimeClient) => (
      <StagedoorProvider client={given} options={options}>
        <Page />
      </StagedoorProvider>
    );
    const { rerender } = render(provider());
    rerender(provider(client));
    await until(() => client.isConnected());
    expect(used).toContain(client);
    expect([...used].filter((one) => one.isConnected())).toEqual([client]);
    client.disconnect();
  });

  it('G1-43 shows nobody who the user is at the agents’ server', async () => {
    const { client } = await page(server);
    used.add(client);
    function Everything() {
      const everything = [useConnection(), useChat(), useTurnState(), useAgents(), useErrors()];
      return <pre>{JSON.stringify(everything)}</pre>;
    }
    const { container } = render(
      <StagedoorProvider client={client}>
        <Everything />
      </StagedoorProvider>,
    );
    await client.connect();
    await until(() => client.getState().initialized);
    await until(() => container.innerHTML.includes('chat_1'));
    // The server's frame has them: see the greeting of the scripted server.
    for (const identity of ['chat_user_id', 'cu_1', 'username', 'app_user_1']) {
      expect(container.innerHTML).not.toContain(identity);
      expect(JSON.stringify(client.getState())).not.toContain(identity);
    }
    expect(client.getState().user).toEqual({ id: 'u_1', roles: [], groups: [] });
    client.disconnect();
  });
});
