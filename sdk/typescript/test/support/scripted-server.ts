// SPDX-License-Identifier: Apache-2.0
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { until } from './time.js';

type Fields = Record<string, unknown>;

/** A request as it arrived. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a script answers. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** The server's end of one real WebSocket. */
export class ServerSocket {
  readonly received: Fields[] = [];
  readonly binary: Buffer[] = [];
  /** How the client ended it. */
  closed: { code: number; reason: string } | undefined;
  seq = 0;
  readonly #socket: WebSocket;

  constructor(
    socket: WebSocket,
    readonly query: URLSearchParams,
    readonly protocols: readonly string[],
  ) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.binary.push(data);
      else this.received.push(JSON.parse(data.toString()) as Fields);
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
  }

  get token(): string | undefined {
    return this.protocols.find((one) => one.startsWith('stagedoor.token.'))?.slice('stagedoor.token.'.length);
  }

  /** Sends an event about the connection, which has no number of its own. */
  tell(type: string, fields: Fields = {}): void {
    this.#socket.send(JSON.stringify({ type, seq: this.seq, ...fields }));
  }

  /** Sends a numbered event. */
  event(type: string, fields: Fields = {}): void {
    this.seq++;
    this.tell(type, fields);
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  sendBinary(data: Uint8Array): void {
    this.#socket.send(data);
  }

  /** The greeting of a connection, up to the user's turn. */
  greet({ id = 'ui_1', resumed = false, turn = true, ...more }: { id?: string; resumed?: boolean; turn?: boolean } & Fields = {}): this {
    this.tell('ui_session_id_changed', { ui_session_id: id, resumed, heartbeat_ms: 30_000, audio: null, ...more });
    if (!resumed) {
      this.tell('chat_user_data', { user: { id: 'u_1', roles: [], groups: [], username: 'app_user_1', chat_user_id: 'cu_1' } });
      this.tell('avatar_list', { avatars: [] });
      this.tell('voice_list', { voices: [{ voice_id: 'nova' }] });
      this.tell('agent_list', { agents: [{ agent_key: 'default', name: 'Ada' }, { agent_key: 'tickets', name: 'Tom' }] });
      this.tell('tool_catalog', { tools: [] });
      this.tell('chat_session_changed', { chat_session: CHAT });
    }
    if (turn) this.tell('user_turn_start');
    return this;
  }

  /** Resolves with the first frame of that type that the client sent. */
  async receive(type: string, nth = 1): Promise<Fields> {
    return until(() => this.received.filter((frame) => frame.type === type)[nth - 1]);
  }

  /** A whole turn of the agent's. */
  answer(text: string): void {
    this.event('user_turn_end');
    this.event('interaction', { started: true, id: 'int_1' });
    this.event('completion', { running: true });
    for (const word of text.split(/(?<= )/)) this.event('text_delta', { content: word, interaction_id: 'int_1' });
    this.event('completion', { running: false, stop_reason: 'end_turn' });
    this.event('message', { message: { id: `m_${this.seq}`, role: 'assistant', content: text } });
    this.event('interaction', { started: false, id: 'int_1' });
    this.event('user_turn_start');
  }

  close(code: number, reason = ''): void {
    this.#socket.close(code, reason);
  }

  /** Breaks the connection as a network does. */
  cut(): void {
    this.#socket.terminate();
  }
}

/** The chat that every greeting opens. */
export const CHAT = { session_id: 'chat_1', session_name: null, agent_key: 'default', messages: [] };

/** Real HTTP and WebSocket, with answers that a test writes. */
export class ScriptedServer {
  readonly sockets: ServerSocket[] = [];
  readonly requests: Recorded[] = [];
  /** What happens to each new socket. */
  onSocket: (socket: ServerSocket) => void = () => {};
  /** What each request is answered. */
  onRequest: (request: Recorded) => Answer | Promise<Answer> = () => ({ status: 404 });
  readonly #http: Server;
  readonly #sockets: WebSocketServer;

  private constructor() {
    this.#http = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = '', url = '', headers } = request;
      const recorded = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      this.requests.push(recorded);
      const { status = 200, headers: more = {}, body } = await this.onRequest(recorded);
      response.writeHead(status, { 'Content-Type': 'application/json', ...more });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
    this.#sockets = new WebSocketServer({
      server: this.#http,
      handleProtocols: (offered) => (offered.has('stagedoor.v1') ? 'stagedoor.v1' : false),
    });
    this.#sockets.on('connection', (socket, request) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://server');
      const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(/, ?/);
      const accepted = new ServerSocket(socket, searchParams, protocols);
      this.sockets.push(accepted);
      this.onSocket(accepted);
    });
  }

  static async start(): Promise<ScriptedServer> {
    const server = new ScriptedServer();
    await new Promise<void>((resolve) => server.#http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get socketUrl(): string {
    return `${this.url.replace('http', 'ws')}/api/rt/ws`;
  }

  /** Resolves with the socket of that number, which counts from 1. */
  socket(nth: number): Promise<ServerSocket> {
    return until(() => this.sockets[nth - 1]);
  }

  stop(): void {
    for (const socket of this.sockets) socket.cut();
    this.#sockets.close();
    this.#http.closeAllConnections();
    this.#http.close();
  }
}
