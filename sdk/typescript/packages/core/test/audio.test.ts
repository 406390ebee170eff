// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RealtimeAudio, type RealtimeClient } from '@stagedoor/realtime-core';
import { page } from '../../../test/support/page.js';
import { installAudio, type FakeBrowserAudio } from '../../../test/support/browser-audio.js';
import { ScriptedServer, type ServerSocket } from '../../../test/support/scripted-server.js';
import { advance, refusal, settle, until } from '../../../test/support/time.js';

const format = (sample_rate: number) => ({ format: 'pcm16', sample_rate, channels: 1 });
const FORMATS = { input: format(24_000), output: format(24_000) };

describe('audio all the time', () => {
  let server: ScriptedServer;
  let socket: ServerSocket;
  let client: RealtimeClient;
  let browser: FakeBrowserAudio;

  async function connected(audio: object | null = FORMATS) {
    server.onSocket = (one) => one.greet({ audio });
    ({ client } = await page(server, { reconnect: { initialDelay: 0 } }));
    await client.connect();
    socket = await server.socket(1);
    await until(() => client.canSend());
  }

  beforeEach(async () => {
    server = await ScriptedServer.start();
    browser = installAudio();
  });
  afterEach(() => {
    client.disconnect();
    client.auth.clearTokens();
    vi.unstubAllGlobals();
    server.stop();
  });

  it('sends what the microphone hears, at the server’s rate', async () => {
    await connected();
    const audio = new RealtimeAudio(client);
    await audio.start();
    expect(audio.getState()).toBe('recording');
    browser.speak(new Float32Array(4_800).fill(0.5));
    await until(() => socket.binary[0]);
    const samples = socket.binary[0]!;
    expect(samples.length / 2).toBeCloseTo(2_400, -1);
    expect(samples.readInt16LE(100)).toBe(16_384);
    await audio.stop();
    expect([audio.getState(), browser.microphoneOn, browser.open]).toEqual(['idle', false, 0]);
  });

  it('serves its worklet as a blob, and gives it back', async () => {
    await connected();
    const audio = new RealtimeAudio(client);
    await audio.start();
    expect(browser.modules[0]).toMatch(/^blob:/);
    await audio.stop();
  });

  it('loads its worklet from the page’s own address instead', async () => {
    await connected();
    const audio = new RealtimeAudio(client, { workletUrl: '/capture.js' });
    await audio.start();
    expect(browser.modules).toEqual(['/capture.js']);
    await audio.stop();
  });

  it('sends nothing in the agent’s turn, or while muted', async () => {
    await connected();
    const audio = new RealtimeAudio(client);
    await audio.start();
    audio.muted = true;
    browser.speak(new Float32Array(480));
    audio.muted = false;
    socket.event('user_turn_end');
    await until(() => !client.canSend());
    browser.speak(new Float32Array(480));
    socket.event('user_turn_start');
    await until(() => client.canSend());
    browser.speak(new Float32Array(480).fill(1));
    await until(() => socket.binary[0]);
    const pastWhatTheResamplerKept = 8;
    expect(socket.binary[0]!.readInt16LE(pastWhatTheResamplerKept)).toBe(32_767);
    expect(socket.binary).toHaveLength(1);
    await audio.stop();
  });

  it('tells the server to listen all the time, a new connection’s too, and no more once it was stopped', async () => {
    await connected();
    const audio = new RealtimeAudio(client);
    await audio.start();
    expect(await socket.receive('set_voice_input_mode')).toMatchObject({ mode: 'vad' });
    server.onSocket = (again) => again.greet({ audio: FORMATS, resumed: true });
    socket.cut();
    const second = await server.socket(2);
    expect(await second.receive('set_voice_input_mode')).toMatchObject({ mode: 'vad' });
    browser.speak(new Float32Array(480).fill(1));
    await until(() => second.binary[0]);

    await audio.stop();
    expect(await second.receive('set_voice_input_mode', 2)).toMatchObject({ mode: 'text' });
    second.cut();
    await until(() => client.getState().connection === 'RECONNECTING');
    await client.connect();
    await until(() => client.canSend());
    await settle();
    expect(server.sockets[2]!.received).toEqual([]);
  });

  it.each([
    ['is ended', () => client.disconnect()],
    ['will not come back', () => socket.close(4409)],
  ])('releases the microphone when the connection %s', async (_, end) => {
    await connected();
    const audio = new RealtimeAudio(client);
    await audio.start();
    end();
    await until(() => audio.getState() === 'idle');
    await settle();
    expect([browser.microphoneOn, browser.open]).toEqual([false, 0]);
  });

  it('releases the microphone when the chat goes to an agent without a voice', async () => {
    await connected();
    const audio = new RealtimeAudio(client);
    await audio.start();
    socket.event('agent_configuration_changed', { agent_key: 'silent', audio: null });
    await until(() => audio.getState() === 'idle');
    expect(browser.microphoneOn).toBe(false);
  });

  it('tells when the agent can be heard, over the gaps of a network', async () => {
    await connected();
    const audio = new RealtimeAudio(client);
    const told: boolean[] = [];
    audio.on('agent-speaking', (isSpeaking) => told.push(isSpeaking));
    await audio.start();
    socket.sendBinary(new Uint8Array(960));
    await until(() => audio.isAgentSpeaking());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    browser.playing[0]!.onended!();
    await advance(399);
    socket.sendBinary(new Uint8Array(960));
    await until(() => browser.playing[1]);
    await advance(400);
    expect(told).toEqual([true]);
    browser.playing[1]!.onended!();
    await advance(400);
    vi.useRealTimers();
    expect(told).toEqual([true, false]);
    expect(audio.isAgentSpeaking()).toBe(false);
    await audio.stop();
  });

  it('plays one piece after the other', async () => {
    await connected();
    const audio = new RealtimeAudio(client);
    await audio.start();
    socket.sendBinary(new Uint8Array(4_800));
    socket.sendBinary(new Uint8Array(9_600));
    socket.sendBinary(new Uint8Array(4_800));
    await until(() => browser.playing[2]);
    expect(browser.playing.map(({ at }) => Number(at.toFixed(3)))).toEqual([0, 0.1, 0.3]);
    await audio.stop();
  });

  it.each([
    ['the answer is cancelled', () => socket.event('cancelled')],
    ['the connection is lost', () => socket.cut()],
  ])('falls silent when %s', async (_, end) => {
    await connected();
    const audio = new RealtimeAudio(client);
    await audio.start();
    socket.sendBinary(new Uint8Array(4_800));
    await until(() => browser.playing[0]);
    end();
    await until(() => browser.playing[0]!.stopped);
    await audio.stop();
  });

  it('tells when the user refuses the microphone', async () => {
    await connected();
    browser.refuse('NotAllowedError');
    const audio = new RealtimeAudio(client);
    await expect(audio.start()).rejects.toThrow();
    expect([audio.getState(), browser.open]).toEqual(['permission-denied', 0]);
  });

  it('tells when there is no microphone', async () => {
    await connected();
    browser.refuse('NotFoundError');
    const audio = new RealtimeAudio(client);
    await expect(audio.start()).rejects.toThrow();
    expect(audio.getState()).toBe('failed');
  });

  it('needs a server that takes it', async () => {
    await connected(null);
    expect(await refusal(new RealtimeAudio(client).start())).toBe('audio_not_available');
  });

  it('releases a microphone that was allowed too late', async () => {
    await connected();
    const allow = browser.hesitate();
    const audio = new RealtimeAudio(client);
    const starting = audio.start();
    await audio.stop();
    allow();
    await starting;
    expect([audio.getState(), browser.microphoneOn, browser.open]).toEqual(['idle', false, 0]);
  });
});
