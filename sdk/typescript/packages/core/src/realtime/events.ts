// SPDX-License-Identifier: Apache-2.0
import type { UploadedFile } from './upload.js';

// The wire names of version 1 of the protocol, as constants of the type system: nothing derives them.

/** What every frame of the server has. */
export interface Frame {
  /** The event's name. */
  readonly type: string;
  /** Its number in the ui session; an event about the connection only repeats the number before it. */
  readonly seq?: number;
}

/** How audio is sent: raw samples, little-endian, in binary frames. */
export interface AudioFormat {
  /** The format's name. */
  readonly format: 'pcm16';
  /** Samples per second. */
  readonly sample_rate: number;
  /** Always mono. */
  readonly channels: 1;
}

/** The audio of both directions. */
export interface AudioFormats {
  /** What the server takes. */
  readonly input: AudioFormat;
  /** What the server sends. */
  readonly output: AudioFormat;
}

/** An agent that the user may talk to. */
export interface Agent {
  /** The agent's name on the wire. */
  readonly agent_key: string;
  /** The agent's name for people. */
  readonly name?: string;
  /** The agent's tools. */
  readonly tools?: readonly string[];
  /** The agent's voice. */
  readonly voice?: string | null;
}

/** A voice that an agent may have. */
export interface Voice {
  /** The voice's name on the wire. */
  readonly voice_id: string;
  /** The voice's name for people. */
  readonly name?: string;
}

/** When what the user says is heard: while they talk, all the time, or never. */
export type VoiceInputMode = 'ptt' | 'vad' | 'text';

/** The signed-in person, as the agents' side knows them. */
export interface ChatUser {
  /** An opaque id. */
  readonly id: string;
  /** Their roles. */
  readonly roles: readonly string[];
  /** Their groups. */
  readonly groups: readonly string[];
}

/** One message of a chat. */
export interface ChatMessage {
  /** The message's id. */
  readonly id: string;
  /** Who wrote it. */
  readonly role: 'user' | 'assistant' | (string & {});
  /** The text. */
  readonly content: string;
  /** The files that it came with and that are still there. */
  readonly files?: readonly UploadedFile[];
  /** Set by the client: the answer was stopped, or cut off, before its end. A chat that is opened again does not tell. */
  readonly partial?: boolean;
}

/** A chat without its messages. */
export interface ChatSummary {
  /** The chat's id. */
  readonly session_id: string;
  /** The chat's name, if it has one. */
  readonly session_name?: string | null;
  /** The agent that answers. */
  readonly agent_key?: string;
  /** When it began. */
  readonly created_at?: string;
  /** When something was last said. */
  readonly updated_at?: string;
}

/** A whole chat. */
export interface ChatSession extends ChatSummary {
  /** What was said. */
  readonly messages: readonly ChatMessage[];
}

/** One page of the user's chats. */
export interface ChatPage {
  /** The chats of this page. */
  readonly chat_sessions: readonly ChatSummary[];
  /** How many there are in all. */
  readonly total_sessions: number;
  /** How many come before this page. */
  readonly offset: number;
}

/** Marks an event of a chat. */
export interface InChat {
  /** The chat that it belongs to. */
  readonly session_id?: string;
  /** The session of the tab whose exchange it belongs to: another one's, if the user has the chat open twice. */
  readonly user_session_id?: string;
}

/**
 * Every event of the server, by its name on the wire. Those marked *upstream* come only where a tenant's chat users live
 * on an upstream server that sends them; Stagedoor passes them on, and sends none of its own.
 */
export interface ServerEvents {
  /** The first frame of every connection. */
  ui_session_id_changed: Frame & {
    readonly ui_session_id: string;
    readonly resumed: boolean;
    readonly heartbeat_ms?: number;
    readonly max_message_bytes?: number;
    readonly audio?: AudioFormats | null;
    readonly token_expires_at?: number;
  };
  /** Who the user is. */
  chat_user_data: Frame & { readonly user: ChatUser };
  /** The avatars; Stagedoor has none. */
  avatar_list: Frame & { readonly avatars: readonly unknown[] };
  /** The voices. */
  voice_list: Frame & { readonly voices: readonly Voice[] };
  /** The agents. */
  agent_list: Frame & { readonly agents: readonly Agent[] };
  /** The tools. */
  tool_catalog: Frame & { readonly tools: readonly unknown[] };
  /** Another chat is open now, or all of this one was sent again. */
  chat_session_changed: Frame & { readonly chat_session: ChatSession; readonly audio?: AudioFormats | null };
  /** The user has a new chat. */
  chat_session_added: Frame & { readonly chat_session: ChatSummary };
  /** A chat has a new name. */
  chat_session_name_changed: Frame & { readonly session_id: string; readonly session_name: string };
  /** A chat is gone. */
  chat_session_deleted: Frame & { readonly session_id: string };
  /** The answer to `listChats`. */
  get_user_sessions_response: Frame & { readonly sessions: ChatPage };
  /** The chat's metadata was replaced. */
  session_metadata_changed: Frame & { readonly meta: Readonly<Record<string, unknown>> };
  /** Another agent answers. */
  agent_configuration_changed: Frame & { readonly agent_key: string; readonly audio?: AudioFormats | null };
  /** The agent has another voice. */
  agent_voice_changed: Frame & { readonly voice_id: string };
  /** Whether users may speak with the chat's agent, and how their client may listen. */
  voice_input_supported: Frame & { readonly supported: boolean; readonly modes: readonly string[] };
  /** The agent hears what is said from now on. */
  server_listening: Frame;
  /** The user may write. */
  user_turn_start: Frame;
  /** The server has taken the user's input. */
  user_turn_end: Frame;
  /** An exchange of question and answer began or ended. */
  interaction: Frame & InChat & { readonly started: boolean; readonly id: string };
  /** The user's message, as the server stored it. */
  user_message: Frame & InChat & { readonly message: ChatMessage };
  /** The model began or ended; `restarted`: what came of this answer so far is void. */
  completion: Frame &
    InChat & {
      readonly running: boolean;
      readonly restarted?: boolean;
      /** The exchange; after a reload in the middle of an answer, nothing else names it. */
      readonly interaction_id?: string;
      readonly stop_reason?: string;
      readonly input_tokens?: number;
      readonly output_tokens?: number;
    };
  /** More of the answer. */
  text_delta: Frame & InChat & { readonly content: string; readonly interaction_id?: string };
  /** *Upstream*: more of the agent's thoughts. */
  thought_delta: Frame & InChat & { readonly content: string; readonly interaction_id?: string };
  /** *Upstream*: the agent chooses a tool. */
  tool_select_delta: Frame & InChat & Readonly<Record<string, unknown>>;
  /** *Upstream*: a tool began or ended. */
  tool_call: Frame & InChat & { readonly active: boolean } & Readonly<Record<string, unknown>>;
  /** The whole answer; or what was said of one that was stopped. */
  message: Frame & InChat & { readonly message: ChatMessage };
  /** *Upstream*: all messages of the chat. */
  history: Frame & InChat & { readonly messages: readonly ChatMessage[] };
  /** The answer was stopped as the user wished. */
  cancelled: Frame;
  /** The token ends soon. */
  token_expiring: Frame & { readonly expires_at: number };
  /** The connection goes on under the new token. */
  auth_refreshed: Frame & { readonly expires_at: number };
  /** The server asks for a sign of life. */
  ping: Frame;
  /** The server's sign of life. */
  pong: Frame;
}

/** What went wrong: told by the server, or noticed here. */
export interface ErrorEvent {
  /** Why, for programs. */
  readonly code: string;
  /** Why, for people. */
  readonly message: string;
  /** The frame that was refused; or `agent`, `auth`, `connection`. */
  readonly source?: string;
}

/** The state of the connection. */
export type ConnectionState = 'DISCONNECTED' | 'CONNECTING' | 'CONNECTED' | 'RECONNECTING';

/** The client's own events. */
export interface ConnectionEvents {
  /** A connection stands; `resumed`: nothing was lost since the last one. */
  connected: { readonly uiSessionId: string; readonly resumed: boolean };
  /** The connection ended. */
  disconnected: { readonly code: number; readonly reason: string; readonly willReconnect: boolean };
  /** Waits `delay` milliseconds before the next try. */
  reconnecting: { readonly attempt: number; readonly delay: number };
  /** A connection stands again. */
  reconnected: { readonly attempts: number };
  /** No connection will stand without `connect()`. */
  reconnection_failed: { readonly code: string; readonly message: string };
  /** All that a page needs is there, after every connection. */
  initialized: { readonly resumed: boolean };
  /** Samples to play, in the output format of the connection. */
  audio: ArrayBuffer;
  /** Something went wrong. */
  error: ErrorEvent;
  /** Any event of the server, after its own listeners. */
  event: Frame;
}
