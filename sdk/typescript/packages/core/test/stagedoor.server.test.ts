// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it } from 'vitest';
import type { Frame } from '@stagedoor/realtime-core';
import { tab } from '../../../test/support/page.js';
import { authRequest, connected, eventually, person } from '../../../test/support/started-server.js';
import { refusal } from '../../../test/support/time.js';

type Person = Awaited<ReturnType<typeof person>>;

const CONNECTION_ONLY = /^(ui_session_id_changed|ping|pong|token_expiring|auth_refreshed|\w+_list|chat_user_data|tool_catalog|get_user_sessions_response)$/;
/** The numbers of the events that have one of their own. */
function numbers(events: readonly Frame[]): number[] {
  const seqs = events.filter(({ type }) => !CONNECTION_ONLY.test(type)).map(({ seq }) => seq ?? -1);
  return seqs.filter((seq, i) => seq > Math.max(0, ...seqs.slice(0, i)));
}

describe('a page at a started Stagedoor', { timeout: 120_000 }, () => {
  const people: Person[] = [];
  const join = async (made: Promise<Person>) => {
    const one = await made;
    people.push(one);
    return one;
  };
  afterEach(() => {
    for (const { end } of people.splice(0)) end();
  });

  it('G1-23 connects, and is told all that it needs', async () => {
    const { client, events } = await join(connected());
    expect(client.isConnected()).toBe(true);
    expect(client.getState().initialized).toBe(true);
    const types = events.map(({ type }) => type);
    for (const type of ['chat_user_data', 'avatar_list', 'voice_list', 'agent_list', 'tool_catalog', 'chat_session_changed']) {
      expect(types.filter((one) => one === type), type).toHaveLength(1);
    }
    expect(types[0]).toBe('ui_session_id_changed');
    expect(types.at(-1)).toBe('user_turn_start');
  });

  it('holds a turn in the protocol’s order', async () => {
    const { client, events, until } = await join(connected());
    const before = events.length;
    await client.sendText('Say hello.');
    await until('user_turn_start', before);
    const brackets = /^(user_turn_end|interaction|user_message|completion|message|user_turn_start)$/;
    const order = events.slice(before).filter(({ type }) => brackets.test(type)).map(({ type }) => type);
    expect(order).toEqual(['user_turn_end', 'interaction', 'user_message', 'completion', 'completion', 'message', 'interaction', 'user_turn_start']);
    const { messages } = client.getState().chat;
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
    const deltas = events.filter((event) => event.type === 'text_delta') as (Frame & { content: string })[];
    expect(deltas.map(({ content }) => content).join('')).toBe(messages[1]!.content);
  });

  it('loses and doubles nothing when its connection breaks in the middle of an answer', async () => {
    const { client, events, sockets, until } = await join(connected({ reconnect: { initialDelay: 50 } }));
    const before = events.length;
    await client.sendText('Tell me a long story.');
    await until('text_delta', before);
    sockets.at(-1)!.terminate();
    await until('message', before);
    await until('user_turn_start', before);
    expect(sockets.length).toBeGreaterThan(1);
    const seqs = numbers(events);
    expect(seqs).toEqual(Array.from(seqs, (_, i) => seqs[0]! + i));
  });

  it('stops an answer', async () => {
    const { client, events, until } = await join(connected());
    const before = events.length;
    await client.sendText('Tell me a long story.');
    await until('completion', before);
    await client.cancel();
    await until('user_turn_start', before);
    expect(client.canSend()).toBe(true);
  });

  it('G1-38 renews its token over the same socket', async () => {
    const { auth, client, sockets, until } = await join(connected());
    const first = auth.getToken();
    await auth.refreshTokens();
    await until('auth_refreshed');
    expect(auth.getToken()).not.toBe(first);
    await client.sendText('Are you still there?');
    expect(sockets).toHaveLength(1);
  });

  it('finds the refresh under both of its paths', async () => {
    const { sessionToken } = await join(person());
    for (const path of ['refresh', 'refresh-agent-token'] as const) {
      expect(await (await authRequest(path, sessionToken)).json()).toMatchObject({ agent_c: { agent_c_token: expect.any(String) } });
    }
  });

  it('G1-35 is refused for good with a forged token', async () => {
    const { auth, client } = await join(person());
    await auth.updateTokens({ agent_c_token: 'eyJhbGciOiJub25lIn0.e30.x', expires_at: auth.getExpiresAt()! });
    expect(await refusal(client.connect())).toBe('forbidden');
  });

  it('G1-35 is ended when its session ends', async () => {
    const { client, sessionToken } = await join(connected());
    const closed: number[] = [];
    client.on('disconnected', ({ code }) => closed.push(code));
    await authRequest('logout', sessionToken);
    await eventually(() => closed[0]);
    expect(closed[0]).toBe(4403);
    expect(client.getState().connection).toBe('DISCONNECTED');
  });

  it('G1-42 gives two tabs two sessions, and takes over its own', async () => {
    const first = await join(connected());
    const second = await join(connected({}, first.userId));
    expect(first.client.isConnected()).toBe(true);
    const handshake = first.events.find(({ type }) => type === 'ui_session_id_changed') as Frame & { ui_session_id: string };
    const closed: number[] = [];
    first.client.on('disconnected', ({ code }) => closed.push(code));
    const storage = tab({ 'stagedoor.ui_session_id': handshake.ui_session_id });
    const reloaded = await join(person({ storage, authManager: first.auth }));
    await reloaded.client.connect();
    await eventually(() => closed[0]);
    expect(closed[0]).toBe(4409);
    await eventually(() => reloaded.client.getState().initialized);
    expect(reloaded.client.getState().chat.session).toEqual(first.client.getState().chat.session);
    expect(second.client.isConnected()).toBe(true);
  });

  it('cannot choose a session’s id, or take another’s', async () => {
    const victim = await join(connected());
    const { ui_session_id: theirs } = victim.events[0] as Frame & { ui_session_id: string };
    for (const id of ['mine', theirs]) {
      const { events } = await join(connected({ storage: tab({ 'stagedoor.ui_session_id': id }) }));
      expect(events[0]).toMatchObject({ resumed: false });
      expect((events[0] as Frame & { ui_session_id: string }).ui_session_id).not.toBe(id);
    }
    expect(victim.client.isConnected()).toBe(true);
  });

  it('keeps chats: new, named, listed, opened again, deleted', async () => {
    const { client } = await join(connected());
    await client.sendText('Hello.');
    await eventually(() => client.canSend());
    await client.renameChat('Opera');
    const { session_id: opera } = client.getState().chat.session!;
    await client.newChat();
    expect(client.getState().chat.messages).toEqual([]);
    expect((await client.listChats()).chat_sessions).toMatchObject([{ session_id: opera, session_name: 'Opera' }]);
    await client.resumeChat(opera);
    expect(client.getState().chat.messages).toHaveLength(2);
    await client.deleteChat(opera);
    expect((await client.listChats()).total_sessions).toBe(0);
  });

  it('shows nobody another person’s chats', async () => {
    const [ada, bob] = [await join(connected()), await join(connected())];
    await ada.client.sendText('Hello.');
    await eventually(() => ada.client.canSend());
    const { session_id } = ada.client.getState().chat.session!;
    expect((await bob.client.listChats()).chat_sessions).toEqual([]);
    await expect(bob.client.resumeChat(session_id)).rejects.toThrow();
    await expect(bob.client.deleteChat(session_id)).rejects.toThrow();
    expect((await ada.client.listChats()).total_sessions).toBe(1);
  });

  it('uploads a file and names it in a text', async () => {
    const { client } = await join(connected());
    const file = await client.uploadFile(new File(['hello'], 'note.txt', { type: 'text/plain' }));
    expect(file).toMatchObject({ filename: 'note.txt', mime_type: expect.stringMatching(/^text\/plain/), size: 5 });
    await client.sendText('Read this.', { fileIds: [file.id] });
    await eventually(() => client.canSend());
    expect(client.getState().chat.messages[0]).toMatchObject({ content: 'Read this.', files: [file] });
    expect(await (await client.downloadFile(file.id)).text()).toBe('hello');
  });

  it('is told why a request is refused, and stays connected', async () => {
    const { client } = await join(connected());
    await expect(client.setAgent('there-is-no-such-agent')).rejects.toMatchObject({ name: 'RealtimeError' });
    expect(client.isConnected()).toBe(true);
  });
});
