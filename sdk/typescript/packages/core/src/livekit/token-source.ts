// SPDX-License-Identifier: Apache-2.0
import { ApiError } from '../errors.js';
import { requireSecure } from '../urls.js';

/** What a `StagedoorTokenSource` needs. */
export interface TokenSourceOptions {
  /** Stagedoor's address. */
  readonly apiUrl: string;
  /** A publishable key (`sd_pub_…`), which works from the page's origin only. Never a secret key. */
  readonly publishableKey: string;
  /** Allows http to other machines. For tests only. */
  readonly allowInsecure?: boolean;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** What a page may ask for; the same names as in `livekit-client`. The server decides what a publishable key may choose. */
export interface CallOptions {
  /** The room; default: a new one. */
  readonly roomName?: string;
  /** The user's name in the room. */
  readonly participantName?: string;
  /** The user's identity in the room. */
  readonly participantIdentity?: string;
  /** The user's metadata in the room. */
  readonly participantMetadata?: string;
  /** The user's attributes in the room. */
  readonly participantAttributes?: { readonly [key: string]: string };
  /** The agent to send. */
  readonly agentName?: string;
  /** What the agent is told. */
  readonly agentMetadata?: string;
}

/** Where to connect, and with which token; the same names as in `livekit-client`. */
export interface CallDetails {
  /** LiveKit's address. */
  serverUrl: string;
  /** The token for the room. */
  participantToken: string;
  /** The room. */
  roomName: string;
  /** The user's name in the room. */
  participantName: string;
}

interface TokenReply {
  readonly server_url: string;
  readonly participant_token: string;
  readonly room_name?: string;
  readonly participant_name?: string;
  readonly expires_at?: string;
}

/** A token is not given out again in its last minute. */
const MARGIN = 60_000;

/**
 * Gets the tokens of LiveKit's own client from Stagedoor: `POST /api/v1/tokens`. Use it where LiveKit takes a token
 * source. The same options give the same token while it is valid; `force` gives another one, which a new call needs.
 */
export class StagedoorTokenSource {
  readonly #options: TokenSourceOptions;
  readonly #url: string;
  #last: { readonly asked: string; readonly until: number; readonly reply: CallDetails } | undefined;

  constructor(options: TokenSourceOptions) {
    const base = requireSecure(options.apiUrl, options.allowInsecure);
    if (!options.publishableKey.startsWith('sd_pub_')) throw new TypeError('A page must use a publishable key: sd_pub_…');
    this.#options = options;
    this.#url = `${base.origin}${base.pathname.replace(/\/+$/, '')}/api/v1/tokens`;
  }

  /** Where to connect, and with which token. Rejects with an `ApiError`. */
  async fetch(options: CallOptions = {}, force = false): Promise<CallDetails> {
    const asked = JSON.stringify(body(options));
    if (!force && this.#last?.asked === asked && Date.now() < this.#last.until) return this.#last.reply;
    const { fetch: request = globalThis.fetch, publishableKey } = this.#options;
    const response = await request(this.#url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${publishableKey}` },
      body: asked,
    });
    if (!response.ok) throw await ApiError.of(response);
    const { server_url, participant_token, room_name, participant_name, expires_at } = (await response.json()) as TokenReply;
    const reply: CallDetails = {
      serverUrl: server_url,
      participantToken: participant_token,
      roomName: room_name ?? '',
      participantName: participant_name ?? '',
    };
    this.#last = { asked, until: Date.parse(expires_at ?? '') - MARGIN, reply };
    return reply;
  }
}

function body(options: CallOptions): object {
  const { agentName, agentMetadata } = options;
  return {
    room_name: options.roomName,
    participant_name: options.participantName,
    participant_identity: options.participantIdentity,
    participant_metadata: options.participantMetadata,
    participant_attributes: options.participantAttributes,
    ...(agentName && { room_config: { agents: [{ agent_name: agentName, metadata: agentMetadata }] } }),
  };
}
