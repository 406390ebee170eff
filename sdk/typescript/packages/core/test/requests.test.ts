// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from 'vitest';
import type { RealtimeClient } from '@stagedoor/realtime-core';
import { conversation } from '../../../test/support/conversation.js';
import { CHAT } from '../../../test/support/scripted-server.js';
import { advance, refusal, settle, until } from '../../../test/support/time.js';

describe('a request', () => {
  const talk = conversation();

  beforeEach(() => talk.connect());

  it.each<[string, (client: RealtimeClient) => Promise<unknown>, object, string, Record<string, unknown>]>([
    ['newChat', (c) => c.newChat('tickets'), { type: 'new_chat_session', agent_key: 'tickets' }, 'chat_session_changed', { chat_session: CHAT }],
    ['resumeChat', (c) => c.resumeChat('chat_2'), { type: 'resume_chat_session', session_id: 'chat_2' }, 'chat_session_changed', { chat_session: { ...CHAT, session_id: 'chat_2' } }],
    ['renameChat', (c) => c.renameChat('Opera'), { type: 'set_chat_session_name', session_name: 'Opera' }, 'chat_session_name_changed', { session_id: 'chat_1', session_name: 'Opera' }],
    ['deleteChat', (c) => c.deleteChat('chat_2'), { type: 'delete_chat_session', session_id: 'chat_2' }, 'chat_session_deleted', { session_id: 'chat_2' }],
    ['setAgent', (c) => c.setAgent('tickets'), { type: 'set_agent', agent_key: 'tickets' }, 'agent_configuration_changed', { agent_key: 'tickets' }],
    ['setVoice', (c) => c.setVoice('nova'), { type: 'set_agent_voice', voice_id: 'nova' }, 'agent_voice_changed', { voice_id: 'nova' }],
    ['setMetadata', (c) => c.setMetadata({ a: 1 }), { type: 'set_session_metadata', meta: { a: 1 } }, 'session_metadata_changed', { meta: { a: 1 } }],
  ])('%s resolves with its answer', async (_, call, asked, answer, fields) => {
    let resolved = false;
    const done = call(talk.client).then(() => (resolved = true));
    expect(await talk.socket.receive((asked as { type: string }).type)).toEqual(asked);
    await settle();
    expect(resolved).toBe(false);
    talk.socket.event(answer, fields);
    await done;
  });

  it('listChats gives a page', async () => {
    const sessions = { chat_sessions: [{ session_id: 'chat_1', session_name: 'Opera' }], total_sessions: 1, offset: 20 };
    const listing = talk.client.listChats({ offset: 20, limit: 10, query: 'op' });
    expect(await talk.socket.receive('get_user_sessions')).toEqual({ type: 'get_user_sessions', offset: 20, limit: 10, query: 'op' });
    talk.socket.tell('get_user_sessions_response', { sessions });
    expect(await listing).toEqual(sessions);
  });

  it('shows the new name and agent in the open chat', async () => {
    talk.socket.event('chat_session_name_changed', { session_id: 'chat_1', session_name: 'Opera' });
    talk.socket.event('chat_session_name_changed', { session_id: 'chat_2', session_name: 'Other' });
    talk.socket.event('agent_configuration_changed', { agent_key: 'tickets' });
    await until(() => talk.chat.session?.agent_key === 'tickets');
    expect(talk.chat.session?.session_name).toBe('Opera');
  });

  it('shows the name that its first message gave the open chat', async () => {
    talk.socket.event('chat_session_added', { chat_session: { session_id: 'chat_2', session_name: 'Other' } });
    talk.socket.event('chat_session_added', { chat_session: { session_id: 'chat_1', session_name: 'Good evening!' } });
    await until(() => talk.chat.session?.session_name);
    expect(talk.chat.session?.session_name).toBe('Good evening!');
  });

  it('rejects with the server’s error about that request only', async () => {
    const [renaming, setting] = [talk.client.renameChat(''), refusal(talk.client.setAgent('nobody'))];
    await talk.socket.receive('set_agent');
    talk.socket.tell('error', { code: 'not_found', message: 'No such agent.', source: 'set_agent' });
    expect(await setting).toBe('not_found');
    talk.socket.event('chat_session_name_changed', { session_id: 'chat_1', session_name: '' });
    await renaming;
  });

  it('rejects what is not answered', async () => {
    const asking = refusal(talk.client.setAgent('tickets'));
    await talk.socket.receive('set_agent');
    await advance(15_000);
    expect(await asking).toBe('no_answer');
  });

  it('rejects everything at disconnect()', async () => {
    const asking = [refusal(talk.client.setAgent('tickets')), refusal(talk.client.sendText('Hello'))];
    talk.client.disconnect();
    expect(await Promise.all(asking)).toEqual(['disconnected', 'disconnected']);
    expect(await refusal(talk.client.newChat())).toBe('not_connected');
  });

  it('sends the small ones as they are', async () => {
    talk.client.setTools(['search']);
    talk.client.pushToTalk(true);
    talk.client.pushToTalk(false);
    talk.client.setVoiceInputMode('vad');
    await talk.socket.receive('set_voice_input_mode');
    expect(talk.socket.received).toEqual([
      { type: 'set_agent_tools', tools: ['search'] },
      { type: 'ptt_start' },
      { type: 'ptt_end' },
      { type: 'set_voice_input_mode', mode: 'vad' },
    ]);
  });
});
