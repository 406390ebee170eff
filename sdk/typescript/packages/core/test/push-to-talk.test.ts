// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RealtimeAudio } from '@stagedoor/realtime-core';
import { installAudio, type FakeBrowserAudio } from '../../../test/support/browser-audio.js';
import { conversation } from '../../../test/support/conversation.js';
import { CHAT, type ServerSocket } from '../../../test/support/scripted-server.js';
import { refusal, settle, until } from '../../../test/support/time.js';

const format = { format: 'pcm16', sample_rate: 24_000, channels: 1 };
const FORMATS = { input: format, output: format };
const WORD = new Float32Array(480).fill(0.5);

describe('push-to-talk', () => {
  const talk = conversation();
  let browser: FakeBrowserAudio;
  let audio: RealtimeAudio;

  beforeEach(async () => {
    browser = installAudio();
    await talk.connect({ audio: FORMATS });
    audio = new RealtimeAudio(talk.client);
  });
  afterEach(() => vi.unstubAllGlobals());

  /** Says a word, and returns how many pieces of audio the server has got since. */
  async function heardOf(socket: ServerSocket = talk.socket): Promise<number> {
    const before = socket.binary.length;
    browser.speak(WORD);
    await settle();
    return socket.binary.length - before;
  }
  const said = (socket: ServerSocket = talk.socket) => socket.received.map(({ type }) => type);
  const isOver = () => !talk.client.getState().talking && !browser.microphoneOn;

  it('sends what is said between press and release, and nothing else', async () => {
    await audio.talk();
    expect([audio.getState(), talk.client.getState().talking]).toEqual(['recording', true]);
    expect(await heardOf()).toBe(1);
    audio.release();
    expect([audio.getState(), talk.client.getState().talking]).toEqual(['idle', false]);
    expect(await heardOf()).toBe(0);
    expect(said()).toEqual(['ptt_start', 'ptt_end']);
  });

  it('releases the microphone with the button, and keeps ready what is slow to make', async () => {
    await audio.talk();
    audio.release();
    expect([browser.microphoneOn, browser.asked, browser.modules.length]).toEqual([false, 1, 1]);
    await audio.talk();
    expect([browser.microphoneOn, browser.asked, browser.modules.length]).toEqual([true, 2, 1]);
    expect(await heardOf()).toBe(1);
    audio.release();
  });

  it('still plays the answer after the release', async () => {
    await audio.talk();
    audio.release();
    talk.socket.sendBinary(new Uint8Array(960));
    await until(() => browser.playing[0]);
    expect(audio.isAgentSpeaking()).toBe(true);
    await audio.stop();
    expect([audio.isAgentSpeaking(), browser.open]).toEqual([false, 0]);
  });

  it('ends the call with stop()', async () => {
    await audio.talk();
    await audio.stop();
    await settle();
    expect(said()).toEqual(['ptt_start', 'ptt_end', 'set_voice_input_mode']);
    expect(talk.socket.received[2]).toMatchObject({ mode: 'text' });
    expect(isOver()).toBe(true);
  });

  it('that was released while the user was asked for the microphone never goes live', async () => {
    const allow = browser.hesitate();
    const talking = audio.talk();
    audio.release();
    expect(audio.getState()).toBe('idle');
    allow();
    await talking;
    expect(await heardOf()).toBe(0);
    expect(said()).toEqual(['ptt_start', 'ptt_end']);
    expect(isOver()).toBe(true);
  });

  it('that was released and pressed again meanwhile goes live once', async () => {
    const allow = browser.hesitate();
    const first = audio.talk();
    audio.release();
    const second = audio.talk();
    allow();
    await Promise.all([first, second]);
    expect([audio.getState(), browser.microphoneOn]).toEqual(['recording', true]);
    expect(await heardOf()).toBe(1);
    audio.release();
    expect(isOver()).toBe(true);
  });

  it('ends when the user sends a text', async () => {
    await audio.talk();
    const sent = talk.client.sendText('In writing');
    await talk.socket.receive('text_input');
    expect(said()).toEqual(['ptt_start', 'ptt_end', 'text_input']);
    expect(isOver()).toBe(true);
    talk.socket.answer('Fine.');
    await sent;
    await until(() => talk.client.canSend());
    expect(await heardOf()).toBe(0);
  });

  it('ends with the user’s turn', async () => {
    await audio.talk();
    talk.socket.event('user_turn_end');
    await talk.socket.receive('ptt_end');
    expect(isOver()).toBe(true);
    talk.socket.event('user_turn_start');
    await until(() => talk.client.canSend());
    expect(await heardOf()).toBe(0);
  });

  it('ends with the connection, and the next one hears nothing', async () => {
    await audio.talk();
    talk.server.onSocket = (again) => again.greet({ audio: FORMATS, resumed: true });
    talk.socket.cut();
    await until(isOver);
    await talk.client.connect();
    await until(() => talk.client.canSend());
    const second = await talk.server.socket(2);
    expect(await heardOf(second)).toBe(0);
    expect(said(second)).toEqual([]);
    expect(audio.getState()).toBe('idle');
  });

  it.each([
    ['another chat is opened', () => talk.socket.event('chat_session_changed', { chat_session: { ...CHAT, session_id: 'chat_2' }, audio: FORMATS })],
    ['another agent answers', () => talk.socket.event('agent_configuration_changed', { agent_key: 'tickets', audio: FORMATS })],
    ['the agent is not to be had', () => talk.socket.tell('error', { code: 'audio_not_available', message: 'No agent.', source: 'audio' })],
    ['the agent is gone', () => talk.socket.tell('error', { code: 'audio_lost', message: 'Gone.', source: 'audio' })],
  ])('ends when %s', async (_, end) => {
    await audio.talk();
    end();
    await talk.socket.receive('ptt_end');
    expect(isOver()).toBe(true);
    expect(await heardOf()).toBe(0);
  });

  it('ends so while the user is asked for the microphone, too', async () => {
    const allow = browser.hesitate();
    const talking = audio.talk();
    talk.socket.event('chat_session_changed', { chat_session: { ...CHAT, session_id: 'chat_2' }, audio: FORMATS });
    await talk.socket.receive('ptt_end');
    allow();
    await talking;
    expect(isOver()).toBe(true);
  });

  it('goes on when another frame is refused', async () => {
    await audio.talk();
    talk.socket.tell('error', { code: 'not_found', message: 'No such agent.', source: 'set_agent' });
    expect(await heardOf()).toBe(1);
    audio.release();
  });

  it('is refused where nobody may talk, without a question for the microphone', async () => {
    talk.socket.event('user_turn_end');
    await until(() => !talk.client.canSend());
    expect(await refusal(audio.talk())).toBe('not_your_turn');
    talk.client.disconnect();
    expect(await refusal(audio.talk())).toBe('not_connected');
    expect([browser.asked, audio.getState()]).toEqual([0, 'idle']);
  });

  it('ends the call again if the user refuses the microphone', async () => {
    browser.refuse('NotAllowedError');
    await expect(audio.talk()).rejects.toThrow();
    await settle();
    expect(audio.getState()).toBe('permission-denied');
    expect(said()).toEqual(['ptt_start', 'ptt_end', 'set_voice_input_mode']);
    expect(talk.client.getState().talking).toBe(false);
  });

  it('needs no release: letting go of a button that was not held says nothing', async () => {
    audio.release();
    talk.client.disconnect();
    audio.release();
    expect(said()).toEqual([]);
  });

  it('does nothing where the microphone is open all the time', async () => {
    await audio.start();
    await audio.talk();
    audio.release();
    expect(await heardOf()).toBe(1);
    expect(said()).toEqual(['set_voice_input_mode']);
    await audio.stop();
  });

  it('knows from when on the agent hears, until the call is over', async () => {
    const heard = () => talk.client.getState().heard;
    await audio.talk();
    expect(heard()).toBe(false);
    talk.socket.tell('server_listening');
    await until(heard);
    audio.release();
    expect(heard()).toBe(true);
    for (const [type, fields] of [
      ['agent_voice_changed', { voice_id: 'nova' }],
      ['chat_session_changed', { chat_session: CHAT, audio: FORMATS }],
    ] as const) {
      talk.socket.event(type, fields);
      await until(() => !heard());
      talk.socket.tell('server_listening');
      await until(heard);
    }
    talk.client.setVoiceInputMode('text');
    expect(heard()).toBe(false);
    talk.socket.tell('server_listening');
    await until(heard);
    talk.socket.cut();
    await until(() => !heard());
  });
});
