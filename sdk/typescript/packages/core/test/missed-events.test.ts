// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { RealtimeEvents } from '@stagedoor/realtime-core';
import { conversation } from '../../../test/support/conversation.js';
import { tab } from '../../../test/support/page.js';
import { CHAT, type ServerSocket } from '../../../test/support/scripted-server.js';
import { refusal, settle, until } from '../../../test/support/time.js';

describe('a conversation over a break', () => {
  const talk = conversation();

  async function broken() {
    talk.socket.cut();
    await until(() => talk.client.getState().connection === 'RECONNECTING');
  }
  const texts = () => deltas.map(({ content }) => content);
  let deltas: RealtimeEvents['text_delta'][];

  beforeEach(async () => {
    await talk.connect();
    deltas = talk.heard('text_delta');
    talk.socket.event('user_turn_end');
    for (const content of ['a', 'b', 'c']) talk.socket.event('text_delta', { content });
    await until(() => deltas[2]);
  });

  it('is sent what it missed, and takes nothing twice', async () => {
    await broken();
    talk.server.onSocket = (again) => {
      again.greet({ resumed: true, turn: false });
      again.seq = Number(again.query.get('after')) - 2;
      for (const content of ['b', 'c', 'd', 'e']) again.event('text_delta', { content });
    };
    await talk.client.connect();
    await until(() => deltas[4]);
    await settle();
    expect((await talk.server.socket(2)).query.get('after')).toBe('4');
    expect(texts()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(talk.chat.streaming?.text).toBe('abcde');
  });

  it('takes the replay although the greeting already names its last number', async () => {
    await broken();
    talk.server.onSocket = (again) => {
      again.seq = 6;
      again.tell('ui_session_id_changed', { ui_session_id: 'ui_1', resumed: true });
      again.seq = 4;
      for (const content of ['d', 'e']) again.event('text_delta', { content });
    };
    await talk.client.connect();
    await until(() => deltas[4]);
    expect(texts()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('takes the whole chat if the missing events are gone', async () => {
    await broken();
    const messages = [{ id: 'm_9', role: 'assistant', content: 'abcdefgh' }];
    talk.server.onSocket = (again) => {
      again.seq = 40;
      again.tell('ui_session_id_changed', { ui_session_id: 'ui_1', resumed: true });
      again.tell('chat_session_changed', { chat_session: { ...CHAT, messages } });
      again.tell('user_turn_start');
      again.event('text_delta', { content: 'new' });
    };
    await talk.client.connect();
    await until(() => deltas[3]);
    expect(talk.chat).toMatchObject({ messages, streaming: { text: 'new' } });
  });

  it('begins anew with a new session', async () => {
    await broken();
    talk.server.onSocket = (again) => {
      again.greet({ id: 'ui_2' });
      again.event('text_delta', { content: 'first' });
    };
    await talk.client.connect();
    await until(() => deltas[3]);
    expect(talk.chat.streaming?.text).toBe('first');
  });

  it('notices a hole in the stream, and has it filled', async () => {
    talk.server.onSocket = (again) => {
      again.greet({ resumed: true, turn: false });
      again.seq = Number(again.query.get('after'));
      for (const content of ['d', 'e', 'f']) again.event('text_delta', { content });
    };
    talk.socket.seq += 2;
    talk.socket.event('text_delta', { content: 'f' });
    await until(() => deltas[5]);
    expect(texts()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(talk.server.sockets).toHaveLength(2);
  });

  it('goes on, and says so, if a hole cannot be filled', async () => {
    const errors = talk.heard('error');
    talk.server.onSocket = (again) => {
      again.greet({ resumed: true, turn: false });
      again.seq = 6;
      again.event('text_delta', { content: 'f' });
    };
    talk.socket.seq += 2;
    talk.socket.event('text_delta', { content: 'f' });
    await until(() => deltas[3]);
    expect(texts()).toEqual(['a', 'b', 'c', 'f']);
    expect(errors).toMatchObject([{ code: 'events_lost' }]);
    expect(talk.server.sockets).toHaveLength(2);
  });

  it('knows whether a text arrived: it did', async () => {
    talk.socket.event('user_turn_start');
    await until(() => talk.client.canSend());
    const sent = talk.client.sendText('Hello');
    await talk.socket.receive('text_input');
    await broken();
    talk.server.onSocket = (again) => {
      again.greet({ resumed: true, turn: false });
      again.seq = Number(again.query.get('after'));
      again.answer('Yes');
    };
    await talk.client.connect();
    await sent;
    await until(() => talk.client.canSend());
  });

  it('knows whether a text arrived: it did not', async () => {
    talk.socket.event('user_turn_start');
    await until(() => talk.client.canSend());
    const sent = refusal(talk.client.sendText('Hello'));
    await talk.socket.receive('text_input');
    await broken();
    talk.server.onSocket = (again) => {
      again.seq = 5;
      again.greet({ resumed: true });
    };
    await talk.client.connect();
    expect(await sent).toBe('not_delivered');
    expect(talk.client.canSend()).toBe(true);
  });

  it('rejects a text if no connection will stand again', async () => {
    talk.socket.event('user_turn_start');
    await until(() => talk.client.canSend());
    const sent = refusal(talk.client.sendText('Hello'));
    talk.socket.close(4409);
    expect(await sent).toBe('connection_lost');
  });

  it('G1-40 refuses text until the server says whose turn it is', async () => {
    talk.socket.event('user_turn_start');
    await until(() => talk.client.canSend());
    await broken();
    expect(talk.client.canSend()).toBe(false);
    talk.server.onSocket = (again) => again.greet({ resumed: true, turn: false });
    await talk.client.connect();
    expect(await refusal(talk.client.sendText('Hello'))).toBe('not_your_turn');
    talk.server.sockets[1]!.tell('user_turn_start');
    await until(() => talk.client.canSend());
  });

  it('rejects a question whose answer was lost', async () => {
    const listing = refusal(talk.client.listChats());
    await talk.socket.receive('get_user_sessions');
    await broken();
    expect(await listing).toBe('connection_lost');
  });

  /** A page that was reloaded while the answer of `beforeEach` came: the same tab at the server, with nothing in hand. */
  async function reloaded(again: (socket: ServerSocket) => void): Promise<void> {
    talk.client.disconnect();
    talk.client.auth.clearTokens();
    talk.server.onSocket = again;
    await talk.signIn({ storage: tab({ 'stagedoor.ui_session_id': 'ui_1' }) });
    await talk.client.connect();
    talk.socket = await talk.server.socket(2);
  }

  it('shows after a reload the answer that is being given, and stops it', async () => {
    await reloaded((again) => {
      again.seq = 4;
      again.greet({ resumed: true, turn: false });
      again.tell('chat_session_changed', { chat_session: { ...CHAT, messages: [{ id: 'm_1', role: 'user', content: 'Spell' }] } });
      again.tell('completion', { running: true, interaction_id: 'int_1' });
      again.seq = 1;
      for (const content of ['a', 'b', 'c']) again.event('text_delta', { content, interaction_id: 'int_1' });
      again.event('text_delta', { content: 'd', interaction_id: 'int_1' });
    });
    await until(() => talk.chat.streaming?.text === 'abcd');
    expect(talk.chat).toMatchObject({ interactionId: 'int_1', messages: [{ id: 'm_1' }] });
    expect([talk.client.getState().initialized, talk.client.getState().turn]).toEqual([true, 'agent']);

    const stopping = talk.client.cancel();
    await talk.socket.receive('client_wants_cancel');
    talk.socket.event('cancelled');
    await stopping;
    talk.socket.event('message', { message: { id: 'm_2', role: 'assistant', content: 'abcd' } });
    talk.socket.event('interaction', { started: false, id: 'int_1' });
    talk.socket.event('user_turn_start');
    await until(() => talk.client.canSend());
    expect(talk.chat.messages.map(({ id, partial }) => [id, partial])).toEqual([['m_1', undefined], ['m_2', true]]);
    expect(talk.chat.interactionId).toBeNull();
  });

  it('takes nothing of that answer twice when the connection breaks then', async () => {
    const tell = (again: ServerSocket, from: number, contents: string[]) => {
      again.seq = from;
      for (const content of contents) again.event('text_delta', { content });
    };
    await reloaded((again) => {
      again.seq = 4;
      again.greet({ resumed: true, turn: false });
      again.tell('chat_session_changed', { chat_session: CHAT });
      again.tell('completion', { running: true, interaction_id: 'int_1' });
      tell(again, 1, ['a', 'b', 'c', 'd']);
    });
    await until(() => talk.chat.streaming?.text === 'abcd');
    await broken();
    talk.server.onSocket = (again) => {
      again.greet({ resumed: true, turn: false });
      tell(again, 3, ['c', 'd', 'e']);
    };
    await talk.client.connect();
    await until(() => talk.chat.streaming?.text.endsWith('e'));
    expect(talk.chat.streaming!.text).toBe('abcde');
    expect((await talk.server.socket(3)).query.get('after')).toBe('5');
  });

  it('takes no old words for an answer where none is being given', async () => {
    await reloaded((again) => {
      again.seq = 4;
      again.greet({ resumed: true, turn: false });
      again.tell('chat_session_changed', { chat_session: CHAT });
      again.tell('user_turn_start');
      again.seq = 1;
      again.event('text_delta', { content: 'a' });
    });
    await until(() => talk.client.canSend());
    await settle();
    expect(talk.chat.streaming).toBeNull();
  });

  it('asks for everything if the connection broke before the chat had come', async () => {
    const events = talk.heard('initialized');
    talk.server.onSocket = (first) => {
      first.tell('ui_session_id_changed', { ui_session_id: 'ui_3', resumed: false });
      first.cut();
    };
    await broken();
    await talk.client.connect();
    await until(() => talk.client.getState().connection === 'RECONNECTING');
    talk.server.onSocket = (second) => {
      second.greet({ id: 'ui_3', resumed: true, turn: false });
      second.tell('chat_session_changed', { chat_session: CHAT });
    };
    await talk.client.connect();
    await until(() => events[0]);
    const { query } = await talk.server.socket(3);
    expect([query.get('ui_session_id'), query.get('after')]).toEqual(['ui_3', null]);
  });
});
