// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { conversation } from '../../../test/support/conversation.js';
import { refusal, settle, until } from '../../../test/support/time.js';

describe('a conversation in turns', () => {
  const talk = conversation();

  it('G1-40 refuses text before the user’s turn', async () => {
    await talk.connect({ turn: false });
    expect(talk.client.canSend()).toBe(false);
    expect(await refusal(talk.client.sendText('Hello?'))).toBe('not_your_turn');
    await settle();
    expect(talk.socket.received).toEqual([]);
  });

  it('G1-40 refuses text without a connection, before and after one', async () => {
    await talk.signIn();
    expect(await refusal(talk.client.sendText('Hello?'))).toBe('not_connected');
    await talk.connect();
    talk.client.disconnect();
    expect(talk.client.canSend()).toBe(false);
    expect(await refusal(talk.client.sendText('Hello?'))).toBe('not_connected');
  });

  it('G1-40 refuses a second text while the first is on its way', async () => {
    await talk.connect();
    const first = talk.client.sendText('One');
    expect(await refusal(talk.client.sendText('Two'))).toBe('not_your_turn');
    await talk.socket.receive('text_input');
    talk.socket.answer('Fine.');
    await first;
    expect(talk.socket.received).toEqual([{ type: 'text_input', text: 'One' }]);
  });

  it('shows the answer as it comes, and then whole', async () => {
    await talk.connect();
    const sent = talk.client.sendText('How are you?', { fileIds: ['file_1'] });
    expect(await talk.socket.receive('text_input')).toEqual({ type: 'text_input', text: 'How are you?', file_ids: ['file_1'] });
    talk.socket.event('user_turn_end');
    await sent;
    talk.socket.event('interaction', { started: true, id: 'int_1', session_id: 'chat_1' });
    talk.socket.event('user_message', { message: { id: 'm_1', role: 'user', content: 'How are you?' } });
    talk.socket.event('completion', { running: true });
    talk.socket.event('thought_delta', { content: 'Hm.' });
    talk.socket.event('text_delta', { content: 'Very ' });
    talk.socket.event('text_delta', { content: 'well' });
    await until(() => talk.chat.streaming?.text === 'Very well');
    expect(talk.chat).toMatchObject({ interactionId: 'int_1', streaming: { thoughts: 'Hm.' }, messages: [{ id: 'm_1' }] });
    expect(talk.client.canSend()).toBe(false);
    talk.socket.event('tool_call', { active: true });
    await until(() => talk.chat.toolActive);
    talk.socket.event('tool_call', { active: false });
    talk.socket.event('completion', { running: false, stop_reason: 'end_turn' });
    talk.socket.event('message', { message: { id: 'm_2', role: 'assistant', content: 'Very well.' } });
    talk.socket.event('interaction', { started: false, id: 'int_1' });
    talk.socket.event('user_turn_start');
    await until(() => talk.client.canSend());
    expect(talk.chat).toMatchObject({ interactionId: null, streaming: null, toolActive: false });
    expect(talk.chat.messages.map(({ content }) => content)).toEqual(['How are you?', 'Very well.']);
  });

  it('knows the answer that was stopped as one, by what was said of it', async () => {
    await talk.connect();
    talk.socket.event('interaction', { started: true, id: 'int_1' });
    talk.socket.event('completion', { running: true });
    talk.socket.event('text_delta', { content: 'Once upon' });
    talk.socket.event('cancelled');
    talk.socket.event('message', { message: { id: 'm_2', role: 'assistant', content: 'Once upon' } });
    talk.socket.event('interaction', { started: false, id: 'int_1' });
    talk.socket.event('user_turn_start');
    await until(() => talk.chat.messages[0] && talk.client.canSend());
    expect(talk.chat.messages).toEqual([{ id: 'm_2', role: 'assistant', content: 'Once upon', partial: true }]);
    expect(talk.chat.streaming).toBeNull();
    talk.socket.answer('A whole one.');
    await until(() => talk.chat.messages.length === 2);
    expect(talk.chat.messages[1]!.partial).toBeUndefined();
  });

  it('takes what another tab says in this chat once, where it belongs, and goes on with its own answer', async () => {
    await talk.connect();
    const elsewhere = { session_id: 'chat_1', user_session_id: 'ui_of_another_tab' };
    const here = { session_id: 'chat_1', user_session_id: 'ui_1' };
    talk.socket.event('interaction', { started: true, id: 'int_1', ...here });
    talk.socket.event('completion', { running: true, ...here });
    talk.socket.event('text_delta', { content: 'Half', ...here });
    const question = { message: { id: 'm_1', role: 'user', content: 'And there?' }, ...elsewhere };
    talk.socket.event('user_message', question);
    talk.socket.event('message', { message: { id: 'm_2', role: 'assistant', content: 'There, too.' }, ...elsewhere });
    talk.socket.event('user_message', question);
    talk.socket.event('text_delta', { content: ' and whole', ...here });
    await until(() => talk.chat.streaming?.text === 'Half and whole');
    expect(talk.chat.messages.map(({ id }) => id)).toEqual(['m_1', 'm_2']);
    expect(talk.chat.interactionId).toBe('int_1');
  });

  it('drops what came of an answer that begins again', async () => {
    await talk.connect();
    talk.socket.event('completion', { running: true });
    talk.socket.event('text_delta', { content: 'Half an ans' });
    talk.socket.event('completion', { running: true, restarted: true });
    talk.socket.event('text_delta', { content: 'A whole answer' });
    await until(() => talk.chat.streaming?.text.includes('whole'));
    expect(talk.chat.streaming!.text).toBe('A whole answer');
  });

  it('keeps what came of an answer that was cancelled', async () => {
    await talk.connect();
    talk.socket.event('user_turn_end');
    talk.socket.event('interaction', { started: true, id: 'int_1' });
    talk.socket.event('completion', { running: true });
    talk.socket.event('text_delta', { content: 'Once upon' });
    await settle();
    const cancelling = talk.client.cancel();
    await talk.socket.receive('client_wants_cancel');
    talk.socket.event('cancelled');
    await cancelling;
    talk.socket.event('interaction', { started: false, id: 'int_1' });
    talk.socket.event('user_turn_start');
    await until(() => talk.client.canSend());
    expect(talk.chat.messages).toEqual([{ id: 'partial-int_1', role: 'assistant', content: 'Once upon', partial: true }]);
  });

  it('gives the turn back when the server refuses a text', async () => {
    await talk.connect();
    const sent = refusal(talk.client.sendText('x'));
    await talk.socket.receive('text_input');
    talk.socket.tell('error', { code: 'invalid_request', message: 'Too short.', source: 'text_input' });
    expect(await sent).toBe('invalid_request');
    expect(talk.client.canSend()).toBe(true);
  });

  it('tells of the agent’s failure', async () => {
    await talk.connect();
    const errors = talk.heard('error');
    talk.socket.event('error', { code: 'provider_unavailable', message: 'Down.', source: 'agent' });
    await until(() => errors[0]);
    expect(errors).toMatchObject([{ code: 'provider_unavailable', source: 'agent' }]);
  });

  it('leaves events of another chat out', async () => {
    await talk.connect();
    talk.socket.event('text_delta', { content: 'elsewhere', session_id: 'chat_2' });
    talk.socket.event('text_delta', { content: 'here', session_id: 'chat_1' });
    await until(() => talk.chat.streaming?.text);
    expect(talk.chat.streaming!.text).toBe('here');
  });

  it('refuses a message above the server’s limit before it is sent', async () => {
    await talk.connect({ max_message_bytes: 64 });
    expect(await refusal(talk.client.sendText('é'.repeat(30)))).toBe('too_large');
    expect(talk.client.canSend()).toBe(true);
  });

  it('survives frames that are none', async () => {
    await talk.connect();
    for (const text of ['not json', 'null', '[]', '7', '{"seq":9}']) talk.socket.sendText(text);
    talk.socket.event('text_delta', { content: 'still here' });
    await until(() => talk.chat.streaming?.text === 'still here');
    expect(talk.client.isConnected()).toBe(true);
  });
});

describe('a conversation with audio', () => {
  const talk = conversation();

  const audio = { input: { format: 'pcm16', sample_rate: 24_000, channels: 1 }, output: { format: 'pcm16', sample_rate: 24_000, channels: 1 } };
  const samples = Int16Array.of(1, -1);

  it('sends samples while the user talks, and at no other time', async () => {
    await talk.connect({ audio });
    expect(talk.client.sendAudio(samples)).toBe(false);
    talk.client.pushToTalk(true);
    expect(talk.client.sendAudio(samples)).toBe(true);
    expect(talk.client.sendAudio(samples.buffer)).toBe(true);
    await until(() => talk.socket.binary[1]);
    expect(talk.socket.binary[0]).toEqual(Buffer.from([1, 0, 255, 255]));
    talk.client.pushToTalk(false);
    expect(talk.client.sendAudio(samples)).toBe(false);
  });

  it('sends them in every turn of the user where the mode is vad, and in no other', async () => {
    await talk.connect({ audio });
    talk.client.setVoiceInputMode('vad');
    expect(talk.client.sendAudio(samples)).toBe(true);
    talk.socket.event('user_turn_end');
    await until(() => !talk.client.canSend());
    expect(talk.client.sendAudio(samples)).toBe(false);
    talk.socket.event('user_turn_start');
    await until(() => talk.client.canSend());
    expect(talk.client.sendAudio(samples)).toBe(true);
    talk.client.setVoiceInputMode('text');
    expect(talk.client.sendAudio(samples)).toBe(false);
  });

  it('sends none to a server that takes none', async () => {
    await talk.connect();
    talk.client.pushToTalk(true);
    expect(talk.client.sendAudio(samples)).toBe(false);
  });

  it('follows the voice of the agent that answers, and takes it from nothing else', async () => {
    await talk.connect({ audio });
    const listening = talk.heard('server_listening');
    talk.socket.tell('server_listening');
    await until(() => listening[0]);
    talk.socket.event('agent_configuration_changed', { agent_key: 'silent', audio: null });
    await until(() => talk.client.getState().audio === null);
    talk.socket.event('agent_configuration_changed', { agent_key: 'other' });
    talk.socket.event('agent_configuration_changed', { agent_key: 'speaking', audio });
    await until(() => talk.client.getState().audio);
    talk.client.pushToTalk(true);
    expect(talk.client.sendAudio(samples)).toBe(true);
  });

  it('hears what the server sends', async () => {
    await talk.connect({ audio });
    const heardAudio = talk.heard('audio');
    talk.socket.sendBinary(Uint8Array.of(1, 2, 3, 4));
    await until(() => heardAudio[0]);
    expect(new Uint8Array(heardAudio[0]!)).toEqual(Uint8Array.of(1, 2, 3, 4));
  });
});
