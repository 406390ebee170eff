// SPDX-License-Identifier: Apache-2.0
import { AuthManager } from '../auth/auth-manager.js';
import type { LoginPayload } from '../auth/payload.js';
import { Emitter } from '../emitter.js';
import { RealtimeError } from '../errors.js';
import { silent } from '../log.js';
import { requireSecure, socketUrl } from '../urls.js';
import { RECONNECT } from './backoff.js';
import { Connection, type ConnectionListener } from './connection.js';
import type { ChatPage, ConnectionEvents, ErrorEvent, Frame, ServerEvents, VoiceInputMode } from './events.js';
import type { RealtimeClientOptions } from './options.js';
import { Requests } from './requests.js';
import { Sequence } from './sequence.js';
import { INITIAL, nextState, type ClientState } from './state.js';
import { TabSession, tabStorage } from './tab-session.js';
import { download, upload, type FileRequest, type UploadedFile, type UploadOptions } from './upload.js';

/** Every event of a `RealtimeClient`: the server's by their names on the wire, and the client's own. */
export interface RealtimeEvents extends ServerEvents, ConnectionEvents {
  /** Something that `getState` tells has changed. */
  'state-changed': ClientState;
}

/** More than this waits to be sent: the network does not keep up, and older audio is useless. */
const AUDIO_BACKLOG = 1_048_576;

/** The connection of one tab with its agents. */
export class RealtimeClient extends Emitter<RealtimeEvents> {
  /** The tokens that the connection uses. */
  readonly auth: AuthManager;
  readonly #options: RealtimeClientOptions;
  readonly #connection: Connection;
  readonly #tab: TabSession;
  readonly #sequence = new Sequence();
  readonly #requests = new Requests();
  #state = INITIAL;
  #largest = Infinity;
  #greeted = false;
  /** After which frame others were missing, and were asked for. */
  #askedAfter: number | undefined;
  #endAuth: (() => void) | null = null;

  constructor(options: RealtimeClientOptions = {}) {
    super();
    const { apiUrl, allowInsecure, storage } = options;
    if (apiUrl !== undefined) requireSecure(apiUrl, allowInsecure);
    this.#options = options;
    this.auth = options.authManager ?? new AuthManager({ allowInsecure });
    this.#tab = new TabSession(storage === undefined ? tabStorage() : (storage ?? undefined));
    this.#connection = new Connection(
      {
        auth: this.auth,
        WebSocket: options.WebSocket ?? globalThis.WebSocket,
        url: () => this.#url(),
        autoReconnect: options.autoReconnect ?? true,
        reconnect: { ...RECONNECT, ...options.reconnect },
        connectionTimeout: options.connectionTimeout ?? 10_000,
        pingInterval: options.pingInterval ?? 30_000,
        pongTimeout: options.pongTimeout ?? 10_000,
        random: options.random ?? Math.random,
        log: options.log ?? silent,
      },
      this.#listener(),
    );
  }

  /** Starts with the tokens that the app's own backend answered. Makes no request. */
  initializeFromPayload(payload: LoginPayload): Promise<void> {
    return this.auth.initializeFromPayload(payload);
  }

  /** Resolves when the connection stands. Rejects if the first try fails; later ones are made again by themselves. */
  async connect(): Promise<void> {
    this.#endAuth ??= this.#followAuth();
    await this.#connection.connect();
  }

  /** Ends the connection. `connect` continues the same session. */
  disconnect(): void {
    this.#endAuth?.();
    this.#endAuth = null;
    this.#requests.fail(new RealtimeError('disconnected', 'Disconnected.'));
    this.#connection.disconnect();
  }

  /** Whether the connection stands. */
  isConnected(): boolean {
    return this.#connection.state === 'CONNECTED';
  }

  /** Whether the user may write or speak now. */
  canSend(): boolean {
    return this.#state.turn === 'user';
  }

  /** All that is known. The object is replaced at each change. */
  getState(): ClientState {
    return this.#state;
  }

  /** Says something. Resolves when the server has taken it; rejects if it is not the user's turn, or if it was lost. */
  async sendText(text: string, { fileIds }: { readonly fileIds?: readonly string[] } = {}): Promise<void> {
    this.#requireConnection();
    this.#requireTurn();
    this.#patch({ talking: false });
    this.#send('text_input', { text, ...(fileIds?.length && { file_ids: fileIds }) });
    this.#patch({ turn: 'agent' });
    await this.#requests.wait('text_input', 'user_turn_end', null);
  }

  /**
   * Sends samples in the connection's input format. Drops them, and returns false, unless the user talks or the mode is
   * `vad`, and while nobody listens.
   */
  sendAudio(samples: ArrayBuffer | ArrayBufferView<ArrayBuffer>): boolean {
    const { link } = this.#connection;
    const { talking, audio } = this.#state;
    if (!link || !audio || !(talking || isHandsFree(this.#state)) || link.waiting > AUDIO_BACKLOG) return false;
    link.send(ArrayBuffer.isView(samples) ? samples : new Uint8Array(samples));
    return true;
  }

  /** Stops the agent's answer. */
  async cancel(): Promise<void> {
    await this.#ask('client_wants_cancel', {}, 'cancelled');
  }

  /** Begins a new chat, with this agent or the current one. */
  async newChat(agentKey?: string): Promise<void> {
    await this.#ask('new_chat_session', { agent_key: agentKey }, 'chat_session_changed');
  }

  /** Opens an earlier chat. */
  async resumeChat(sessionId: string): Promise<void> {
    await this.#ask('resume_chat_session', { session_id: sessionId }, 'chat_session_changed');
  }

  /** Names a chat; the open one, if none is given. */
  async renameChat(name: string, sessionId?: string): Promise<void> {
    const body = { session_name: name, session_id: sessionId };
    await this.#ask('set_chat_session_name', body, 'chat_session_name_changed');
  }

  /** Deletes a chat; the open one, if none is given. */
  async deleteChat(sessionId?: string): Promise<void> {
    const body = { session_id: sessionId };
    await this.#ask('delete_chat_session', body, 'chat_session_deleted');
  }

  /** The user's chats, a page at a time. */
  async listChats(page: { readonly offset?: number; readonly limit?: number; readonly query?: string } = {}): Promise<ChatPage> {
    const answer = await this.#ask('get_user_sessions', page, 'get_user_sessions_response');
    return (answer as ServerEvents['get_user_sessions_response']).sessions;
  }

  /** Lets another agent answer. */
  async setAgent(agentKey: string): Promise<void> {
    await this.#ask('set_agent', { agent_key: agentKey }, 'agent_configuration_changed');
  }

  /** Gives the agent another voice. */
  async setVoice(voiceId: string): Promise<void> {
    await this.#ask('set_agent_voice', { voice_id: voiceId }, 'agent_voice_changed');
  }

  /** Gives the agent other tools. Only for chat users of an upstream server: Stagedoor itself answers with an `error`. */
  setTools(tools: readonly string[]): void {
    this.#send('set_agent_tools', { tools });
  }

  /** Replaces the chat's metadata. */
  async setMetadata(meta: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#ask('set_session_metadata', { meta }, 'session_metadata_changed');
  }

  /**
   * The user begins to talk, or ends. It ends by itself with their turn, with a text, with another chat or agent, with
   * the voice, and with the connection; `getState().talking` tells. Throws if the user may not talk now. For a microphone
   * that follows, see `RealtimeAudio`.
   */
  pushToTalk(talking: boolean): void {
    if (!talking) return this.#patch({ talking });
    this.#requireConnection();
    this.#requireTurn();
    this.#patch({ talking, voiceMode: 'ptt' });
  }

  /**
   * Chooses when the user is heard: while they talk (`ptt`), all the time (`vad`), or never (`text`), which ends the call.
   * Without a choice, nothing is sent. `vad` holds over connections.
   */
  setVoiceInputMode(voiceMode: VoiceInputMode): void {
    this.#patch({ voiceMode, talking: false, ...(voiceMode === 'text' && { heard: false }) });
    if (voiceMode !== 'vad') this.#sendMode(voiceMode);
  }

  /** Uploads a file, whose id then goes into `sendText`. */
  uploadFile(file: Blob, options: UploadOptions = {}): Promise<UploadedFile> {
    return this.#withToken((request) => upload(request, file, options));
  }

  /** Downloads a file of the user's own, such as one that a message names. */
  downloadFile(id: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Blob> {
    return this.#withToken((request) => download(request, id, signal));
  }

  /** Tries once more with a fresh token, if the first was refused. */
  async #withToken<Answer>(ask: (request: FileRequest) => Promise<Answer>): Promise<Answer> {
    const { fetch: request = globalThis.fetch } = this.#options;
    const attempt = () => ask({ fetch: request, token: this.#requireToken(), socket: this.#socket() });
    try {
      return await attempt();
    } catch (error) {
      if ((error as { status?: unknown }).status !== 401) throw error;
      await this.auth.refreshTokens();
      return attempt();
    }
  }

  #listener(): ConnectionListener {
    return {
      state: (connection) => this.#patch({ connection, ...(connection !== 'CONNECTED' && { turn: 'none', heard: false }) }),
      opened: (handshake) => this.#opened(handshake),
      frame: (frame) => this.#received(frame),
      binary: (data) => this.emit('audio', data),
      dropped: (event) => {
        // Whether a text arrived is known when the connection stands again.
        const lost = new RealtimeError('connection_lost', 'The connection was lost.', event.code);
        this.#requests.fail(lost, ({ type }) => !event.willReconnect || type !== 'text_input');
        this.emit('disconnected', event);
      },
      waiting: (event) => this.emit('reconnecting', event),
      restored: (attempts) => this.emit('reconnected', { attempts }),
      gaveUp: (error) => {
        const { code = 'connection_failed' } = error as Partial<RealtimeError>;
        this.#requests.fail(error);
        this.emit('error', { code, message: error.message, source: error instanceof RealtimeError ? 'connection' : 'auth' });
        this.emit('reconnection_failed', { code, message: error.message });
      },
    };
  }

  #followAuth(): () => void {
    const ends = [
      this.auth.on('tokens-updated', () => this.#connection.renew()),
      this.auth.on('signed-out', () => {
        this.disconnect();
        this.#tab.forget();
        this.#patch(INITIAL);
      }),
    ];
    return () => ends.forEach((end) => end());
  }

  #opened(handshake: ServerEvents['ui_session_id_changed']): void {
    const { ui_session_id: uiSessionId, resumed } = handshake;
    this.#largest = handshake.max_message_bytes ?? Infinity;
    this.#tab.keep(uiSessionId);
    if (!resumed) this.#sequence.start(handshake.seq ?? 0);
    // A reloaded page continues its session with nothing in hand, so that the server sends all of it.
    const complete = resumed && this.#state.initialized;
    this.#greeted = complete;
    this.#take(handshake);
    if (!complete) this.#patch({ initialized: false });
    this.emit('connected', { uiSessionId, resumed });
    if (complete) this.emit('initialized', { resumed });
  }

  #received(frame: Frame): void {
    const verdict = this.#sequence.judge(frame);
    if (verdict === 'skip') return;
    if (verdict === 'gap') return this.#missing(frame);
    this.#take(frame);
    if (!this.#greeted && (frame.type === 'chat_session_changed' || frame.type === 'user_turn_start')) {
      this.#greeted = true;
      this.#patch({ initialized: true });
      this.emit('initialized', { resumed: false });
    }
  }

  #take(frame: Frame): void {
    if (frame.type === 'ping') this.#send('pong', {});
    if (frame.type === 'token_expiring') this.#renewFor(frame as ServerEvents['token_expiring']);
    // Its turn came again without its input taken: it was lost with the connection.
    if (frame.type === 'user_turn_start') {
      this.#requests.fail(new RealtimeError('not_delivered', 'The text did not reach the server.'), ({ type }) => type === 'text_input');
    }
    const refused = frame.type === 'error' && (frame as Frame & ErrorEvent).source === 'text_input';
    if (refused && this.#requests.has('text_input')) this.#patch({ turn: 'user' });
    this.#patch(nextState(this.#state, frame));
    this.#requests.settle(frame);
    this.emit(frame.type as keyof ServerEvents, frame as never);
    this.emit('event', frame);
  }

  /** The server's clock decides; this page's may be wrong, or its timers may have slept. */
  #renewFor({ expires_at: expiresAt }: ServerEvents['token_expiring']): void {
    if ((this.auth.getExpiresAt() ?? 0) <= expiresAt) this.auth.refreshTokens().catch(() => {});
  }

  /** Asks for the missing frames once, by connecting again; if they are not to be had, says so and goes on. */
  #missing(frame: Frame): void {
    const { last } = this.#sequence;
    if (this.#askedAfter !== last) {
      this.#askedAfter = last;
      this.#connection.restart();
      return;
    }
    this.#sequence.acceptGap();
    this.emit('error', { code: 'events_lost', message: 'The server could not send some events again.', source: 'connection' });
    this.#received(frame);
  }

  #ask(type: string, body: object, answer: keyof ServerEvents): Promise<Frame> {
    try {
      this.#send(type, body);
    } catch (error) {
      return Promise.reject(error);
    }
    return this.#requests.wait(type, answer);
  }

  #send(type: string, body: object): void {
    const link = this.#requireConnection();
    const frame = { type, ...body };
    if (new TextEncoder().encode(JSON.stringify(frame)).length > this.#largest) {
      throw new RealtimeError('too_large', `A message may have ${this.#largest} bytes.`);
    }
    link.send(frame);
  }

  #requireConnection() {
    const { link } = this.#connection;
    if (!link) throw new RealtimeError('not_connected', 'Not connected.');
    return link;
  }

  #requireTurn(): void {
    if (!this.canSend()) throw new RealtimeError('not_your_turn', 'The agent is not listening now.');
  }

  #requireToken(): string {
    const token = this.auth.getToken();
    if (token === null) throw new RealtimeError('not_connected', 'Not authenticated');
    return token;
  }

  #socket(): string {
    const url = this.#options.apiUrl ?? this.auth.getWebSocketUrl();
    if (!url) throw new RealtimeError('not_connected', 'Not authenticated');
    return socketUrl(url, this.#options.allowInsecure);
  }

  /** Names what to continue; a server that has lost the ui session still opens the same chat with the same agent. */
  #url(): string {
    const url = new URL(this.#socket());
    const { session } = this.#state.chat;
    const query = {
      ui_session_id: this.#tab.take(),
      after: this.#state.initialized ? this.#sequence.last : undefined,
      chat_session_id: session?.session_id ?? this.#options.chatSessionId,
      agent_key: session?.agent_key ?? this.#options.agentKey,
    };
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
    }
    return url.href;
  }

  #patch(change: Partial<ClientState>): void {
    const before = this.#state;
    const now = { ...before, ...change };
    // Whoever may not speak does not talk: no end of a turn or of a connection leaves a microphone live.
    if (now.turn !== 'user') now.talking = false;
    if (Object.entries(now).every(([name, value]) => before[name as keyof ClientState] === value)) return;
    this.#state = now;
    const { link } = this.#connection;
    if (now.talking !== before.talking) link?.send({ type: now.talking ? 'ptt_start' : 'ptt_end' });
    // The server of a new connection knows nothing of it, and refuses it while it does not listen.
    if (isHandsFree(now) && !isHandsFree(before)) this.#sendMode('vad');
    this.emit('state-changed', now);
  }

  #sendMode(mode: VoiceInputMode): void {
    this.#connection.link?.send({ type: 'set_voice_input_mode', mode } as Frame);
  }
}

/** Whether all that the user says is heard now. */
function isHandsFree({ voiceMode, turn }: ClientState): boolean {
  return voiceMode === 'vad' && turn === 'user';
}
