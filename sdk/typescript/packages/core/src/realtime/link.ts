// SPDX-License-Identifier: Apache-2.0
import { CLOSE } from './closing.js';
import type { Frame } from './events.js';

/** The part of a WebSocket that is used here; a browser's and those of Node have it. */
export interface WebSocketLike {
  /** How binary frames arrive. */
  binaryType: string;
  /** Bytes that were accepted and not yet sent. */
  readonly bufferedAmount: number;
  /** Called for each frame. */
  onmessage: ((event: any) => any) | null;
  /** Called once at the end. */
  onclose: ((event: any) => any) | null;
  /** Called before `onclose` if something failed. */
  onerror: ((event: any) => any) | null;
  /** Sends one frame. */
  send(data: string | ArrayBuffer | ArrayBufferView<ArrayBuffer>): void;
  /** Ends the connection. */
  close(code?: number, reason?: string): void;
}

/** Makes a WebSocket, such as the global one. */
export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

/** What a link needs to know. */
export interface LinkOptions {
  readonly url: string;
  readonly token: string;
  readonly WebSocket: WebSocketConstructor;
  readonly pingInterval: number;
  readonly pongTimeout: number;
}

/** Who hears of a link's frames and of its one end. */
export interface LinkListener {
  frame(frame: Frame): void;
  binary(data: ArrayBuffer): void;
  closed(code: number, reason: string): void;
}

/** One WebSocket, from its opening to its one end; after that nothing of it is heard any more. */
export class Link {
  /** The token that it was opened with, or that it was renewed with. */
  token: string;
  readonly #socket: WebSocketLike;
  readonly #listener: LinkListener;
  readonly #options: LinkOptions;
  #pings: ReturnType<typeof setInterval> | undefined;
  #answer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(options: LinkOptions, listener: LinkListener) {
    this.token = options.token;
    this.#options = options;
    this.#listener = listener;
    this.#socket = new options.WebSocket(options.url, ['stagedoor.v1', `stagedoor.token.${options.token}`]);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onmessage = ({ data }) => this.#received(data);
    this.#socket.onclose = ({ code, reason }) => this.#end(code, reason);
    // A close event follows each error; Node's sockets throw if nobody listens.
    this.#socket.onerror = () => {};
  }

  /** Begins to ask for signs of life. */
  watch(): void {
    this.#pings = setInterval(() => {
      this.send({ type: 'ping' });
      this.#answer ??= setTimeout(() => this.close(CLOSE.silent, 'no sign of life'), this.#options.pongTimeout);
    }, this.#options.pingInterval);
  }

  /** Bytes that wait to be sent. */
  get waiting(): number {
    return this.#socket.bufferedAmount;
  }

  /** Sends a frame; a link that has ended drops it. */
  send(frame: Frame | ArrayBufferView<ArrayBuffer>): void {
    if (!this.#ended) this.#socket.send(ArrayBuffer.isView(frame) ? frame : JSON.stringify(frame));
  }

  /** Ends the link now. The other side may be gone, so its answer is not awaited. */
  close(code: number, reason: string): void {
    if (!this.#ended) this.#end(code, reason);
  }

  #received(data: unknown): void {
    if (this.#ended) return;
    clearTimeout(this.#answer);
    this.#answer = undefined;
    if (typeof data !== 'string') return this.#listener.binary(data as ArrayBuffer);
    const frame = parse(data);
    if (frame) this.#listener.frame(frame);
  }

  #end(code: number, reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#pings);
    clearTimeout(this.#answer);
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    try {
      // Only these may be sent; the socket may be closed already, which is no error.
      this.#socket.close(code === CLOSE.normal || code >= 3000 ? code : undefined, reason);
    } catch {
      this.#socket.close();
    }
    this.#listener.closed(code, reason);
  }
}

/** A frame that is no JSON object with a type is not of this protocol, and is left out. */
function parse(text: string): Frame | null {
  try {
    const frame = JSON.parse(text) as Frame | null;
    return typeof frame?.type === 'string' ? frame : null;
  } catch {
    return null;
  }
}
