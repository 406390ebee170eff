// SPDX-License-Identifier: Apache-2.0
import { Component, version, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RealtimeClient } from '@stagedoor/realtime-core';
import {
  StagedoorProvider,
  useAgents,
  useAudio,
  useChat,
  useChatSessionList,
  useConnection,
  useErrors,
  useFileUpload,
  useRealtimeClient,
  useTurnState,
} from '@stagedoor/realtime-react';
import { page } from '../../../test/support/page.js';
import { installAudio } from '../../../test/support/browser-audio.js';
import { cleanup, renderHook } from '../../../test/support/react.js';
import { ScriptedServer, type ServerSocket } from '../../../test/support/scripted-server.js';
import { settle, until } from '../../../test/support/time.js';

const STORED = { id: 'file_1', filename: 'note.txt', mime_type: 'text/plain', size: 5 };

describe(`hooks on React ${version.split('.')[0]}`, () => {
  let server: ScriptedServer;
  let socket: ServerSocket;
  let client: RealtimeClient;
  let uploadStatus: number;

  const wrapper = ({ children }: { children: ReactNode }) => <StagedoorProvider client={client}>{children}</StagedoorProvider>;
  const render = <Result,>(hook: () => Result) => renderHook(hook, wrapper);
  async function connect(greeting = {}) {
    server.onSocket = (one) => one.greet(greeting);
    await client.connect();
    socket = await server.socket(1);
    await until(() => client.canSend());
  }

  beforeEach(async () => {
    server = await ScriptedServer.start();
    uploadStatus = 200;
    ({ client } = await page(server, { fetch: async () => Response.json(STORED, { status: uploadStatus }) }));
  });
  afterEach(() => {
    cleanup();
    client.disconnect();
    client.auth.clearTokens();
    server.stop();
  });

  it('run on the React that this run is about', () => {
    expect(version.split('.')[0]).toBe(process.env['REACT']);
  });

  it('need a provider', () => {
    let reason: unknown;
    class Boundary extends Component<{ children: ReactNode }> {
      override state = { failed: false };
      static getDerivedStateFromError(error: unknown) {
        reason = error;
        return { failed: true };
      }
      override render = () => (this.state.failed ? null : this.props.children);
    }
    const shown = vi.spyOn(console, 'error').mockImplementation(() => {});
    renderHook(useConnection, Boundary);
    shown.mockRestore();
    expect(String(reason)).toContain('needs a StagedoorProvider');
  });

  it('useRealtimeClient gives the provider’s client', () => {
    expect(render(useRealtimeClient).current).toBe(client);
  });

  it('useConnection follows the connection, and begins and ends it', async () => {
    server.onSocket = (one) => one.greet();
    const connection = render(useConnection);
    expect(connection.current).toMatchObject({ state: 'DISCONNECTED', isConnected: false, isInitialized: false });
    await connection.current.connect();
    await until(() => connection.current.isInitialized);
    expect(connection.current).toMatchObject({ state: 'CONNECTED', isConnected: true });
    connection.current.disconnect();
    await until(() => connection.current.state === 'DISCONNECTED');
  });

  it('useTurnState tells whether the user may write', async () => {
    const turn = render(useTurnState);
    expect(turn.current).toEqual({ turn: 'none', canSend: false });
    await connect();
    await until(() => turn.current.canSend);
    expect(turn.current.turn).toBe('user');
    socket.event('user_turn_end');
    await until(() => turn.current.turn === 'agent');
    expect(turn.current.canSend).toBe(false);
  });

  it('useChat sends, and shows the answer as it comes', async () => {
    const chat = render(useChat);
    await connect();
    const { sendText } = chat.current;
    const sent = sendText('Hello');
    await socket.receive('text_input');
    socket.event('user_turn_end');
    await sent;
    socket.event('interaction', { started: true, id: 'int_1' });
    socket.event('completion', { running: true });
    socket.event('text_delta', { content: 'Good eve' });
    await until(() => chat.current.streaming?.text === 'Good eve');
    expect(chat.current.isAnswering).toBe(true);
    socket.event('message', { message: { id: 'm_2', role: 'assistant', content: 'Good evening.' } });
    socket.event('interaction', { started: false, id: 'int_1' });
    await until(() => !chat.current.isAnswering);
    expect(chat.current.messages).toEqual([{ id: 'm_2', role: 'assistant', content: 'Good evening.' }]);
    expect(chat.current.sendText).toBe(sendText);
  });

  it('useAgents lists them, and chooses one', async () => {
    const agents = render(useAgents);
    await connect();
    await until(() => agents.current.current);
    expect(agents.current).toMatchObject({ current: { agent_key: 'default' }, voices: [{ voice_id: 'nova' }], voiceId: null });
    const choosing = agents.current.setAgent('tickets');
    await socket.receive('set_agent');
    socket.event('agent_configuration_changed', { agent_key: 'tickets' });
    await choosing;
    await until(() => agents.current.current?.name === 'Tom');
  });

  it('G1-31 useAgents shows that there are none', async () => {
    const agents = render(useAgents);
    await connect();
    await until(() => agents.current.agents.length > 0);
    socket.tell('agent_list', { agents: [] });
    socket.tell('voice_list', { voices: [] });
    await until(() => agents.current.agents.length === 0 && agents.current.voices.length === 0);
    expect(agents.current).toMatchObject({ agents: [], voices: [], current: null });
  });

  it('useErrors collects errors until they are dismissed', async () => {
    const errors = render(useErrors);
    await connect();
    for (const code of ['one', 'two']) socket.tell('error', { code, message: code, source: 'set_agent' });
    await until(() => errors.current.errors.length === 2);
    errors.current.dismiss(errors.current.errors[0]!.id);
    await until(() => errors.current.errors[0]?.code === 'two');
    errors.current.clear();
    await until(() => errors.current.errors.length === 0);
  });

  describe('useChatSessionList', () => {
    const summary = (nth: number) => ({ session_id: `chat_${nth}`, session_name: `Chat ${nth}` });

    /** Answers every page from three chats. */
    async function answerPages(pages: number) {
      for (let nth = 1; nth <= pages; nth++) {
        const { offset, limit } = (await socket.receive('get_user_sessions', nth)) as { offset: number; limit: number };
        const chats = [summary(3), summary(2), summary(1)].slice(offset, offset + limit);
        socket.tell('get_user_sessions_response', { sessions: { chat_sessions: chats, total_sessions: 3, offset } });
      }
    }
    const ids = (list: { current: { chats: readonly { session_id: string }[] } }) => list.current.chats.map(({ session_id }) => session_id);

    it('loads a page at a time', async () => {
      const list = render(() => useChatSessionList({ pageSize: 2 }));
      await connect();
        await answerPages(1);
      await until(() => list.current.total);
      expect([ids(list), list.current.hasMore]).toEqual([['chat_3', 'chat_2'], true]);
        const more = list.current.loadMore();
      await socket.receive('get_user_sessions', 2);
      socket.tell('get_user_sessions_response', { sessions: { chat_sessions: [summary(2), summary(1)], total_sessions: 3, offset: 2 } });
      await more;
      await until(() => list.current.chats.length === 3);
      expect([ids(list), list.current.hasMore]).toEqual([['chat_3', 'chat_2', 'chat_1'], false]);
    });

    it('follows what other tabs do', async () => {
      const list = render(() => useChatSessionList());
      await connect();
      await answerPages(1);
      await until(() => list.current.total === 3);
      socket.event('chat_session_added', { chat_session: summary(4) });
      socket.event('chat_session_added', { chat_session: summary(4) });
      socket.event('chat_session_deleted', { session_id: 'chat_2' });
      socket.event('chat_session_deleted', { session_id: 'chat_2' });
      socket.event('chat_session_name_changed', { session_id: 'chat_1', session_name: 'Opera' });
      await until(() => list.current.chats.at(-1)?.session_name === 'Opera');
      expect([ids(list), list.current.total]).toEqual([['chat_4', 'chat_3', 'chat_1'], 3]);
    });

    it('asks again whether what other tabs do fits its query', async () => {
      const list = render(() => useChatSessionList({ query: 'chat' }));
      await connect();
      await answerPages(1);
      await until(() => list.current.total === 3);
      socket.event('chat_session_added', { chat_session: { session_id: 'chat_4', session_name: 'Opera' } });
      await answerPages(2);
      socket.event('chat_session_name_changed', { session_id: 'chat_1', session_name: 'Opera' });
      expect(await socket.receive('get_user_sessions', 3)).toMatchObject({ query: 'chat', offset: 0 });
      expect(ids(list)).toEqual(['chat_3', 'chat_2', 'chat_1']);
    });

    it('tells why it could not load', async () => {
      const list = render(() => useChatSessionList());
      await connect();
      await socket.receive('get_user_sessions');
      socket.tell('error', { code: 'busy', message: 'Busy.', source: 'get_user_sessions' });
      await until(() => list.current.error);
      expect(list.current).toMatchObject({ chats: [], isLoading: false, error: { code: 'busy' } });
    });
  });

  it('useFileUpload keeps the files for the next text', async () => {
    const upload = render(useFileUpload);
    await upload.current.upload(new Blob(['hello']));
    await until(() => upload.current.files[0]);
    expect(upload.current).toMatchObject({ files: [STORED], isUploading: false, error: null });
    uploadStatus = 413;
    expect(await upload.current.upload(new Blob(['hello']))).toBeNull();
    await until(() => upload.current.error);
    expect(upload.current).toMatchObject({ files: [STORED], error: { status: 413 } });
    upload.current.remove('file_1');
    await until(() => upload.current.files.length === 0);
    upload.current.clear();
    await until(() => upload.current.error === null);
  });

  it('useFileUpload keeps files in the order in which they were chosen, whichever arrives first', async () => {
    const arrive: (() => void)[] = [];
    const inTurn = (async (_, init) => {
      const { name: filename } = (init!.body as FormData).get('file') as File;
      await new Promise<void>((resolve) => arrive.push(resolve));
      return Response.json({ ...STORED, id: `file_${filename}`, filename });
    }) as typeof fetch;
    ({ client } = await page(server, { fetch: inTurn }));
    const upload = render(useFileUpload);
    const answers = ['a', 'b', 'c'].map((name) => upload.current.upload(new File(['hello'], name)));
    await until(() => arrive[2]);
    arrive[2]!();
    await answers[2];
    arrive[0]!();
    await answers[0];
    await until(() => upload.current.files.length === 2);
    expect(upload.current.files.map(({ filename }) => filename)).toEqual(['a', 'c']);
    expect(upload.current.chosen.map(({ filename, stored }) => [filename, stored?.id])).toEqual([['a', 'file_a'], ['b', undefined], ['c', 'file_c']]);
    upload.current.clear();
    arrive[1]!();
    await answers[1];
    await until(() => upload.current.files.length === 1);
    expect(upload.current.chosen).toMatchObject([{ filename: 'b' }]);
  });

  it('useFileUpload shows what is on its way, and gives it up', async () => {
    const given: AbortSignal[] = [];
    const slow = (async (_, init) => {
      given.push(init!.signal!);
      return new Promise((_resolve, reject) => init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason)));
    }) as typeof fetch;
    ({ client } = await page(server, { fetch: slow }));
    const upload = render(useFileUpload);
    const answer = upload.current.upload(new File(['hello'], 'note.txt'));
    await until(() => upload.current.isUploading);
    expect(upload.current.pending).toMatchObject([{ filename: 'note.txt', size: 5, progress: 0 }]);
    upload.current.remove(upload.current.pending[0]!.id);
    expect(await answer).toBeNull();
    expect(given[0]!.aborted).toBe(true);
    expect(upload.current).toMatchObject({ files: [], pending: [], isUploading: false, error: null });
  });

  it('useAudio tells whether the connection has audio, and mutes', async () => {
    const audio = render(() => useAudio());
    expect(audio.current).toMatchObject({ state: 'idle', isAvailable: false, isMuted: false });
    await expect(audio.current.start()).rejects.toMatchObject({ code: 'audio_not_available' });
    const format = { format: 'pcm16', sample_rate: 24_000, channels: 1 };
    await connect({ audio: { input: format, output: format } });
    await until(() => audio.current.isAvailable);
    audio.current.setMuted(true);
    await until(() => audio.current.isMuted);
    await audio.current.stop();
  });

  it('useAudio talks while a button is held, and tells what has become of it', async () => {
    const browser = installAudio();
    const format = { format: 'pcm16', sample_rate: 24_000, channels: 1 };
    const audio = render(() => useAudio());
    await connect({ audio: { input: format, output: format } });
    await audio.current.talk();
    await until(() => audio.current.isTalking && audio.current.state === 'recording');
    socket.tell('server_listening');
    await until(() => audio.current.isHeard);
    socket.sendBinary(new Uint8Array(960));
    await until(() => audio.current.isAgentSpeaking);
    socket.event('user_turn_end');
    await until(() => !audio.current.isTalking && audio.current.state === 'idle');
    expect(browser.microphoneOn).toBe(false);
    cleanup();
    await until(() => browser.open === 0);
    vi.unstubAllGlobals();
  });

  it('re-render only when their part changed', async () => {
    await connect();
    let renders = 0;
    render(() => {
      renders++;
      return useTurnState();
    });
    const before = renders;
    socket.event('text_delta', { content: 'a' });
    await until(() => client.getState().chat.streaming);
    await settle();
    expect(renders).toBe(before);
  });
});
