// SPDX-License-Identifier: Apache-2.0
import { NO_CHAT, nextChat, type ChatState } from './chat.js';
import type { Agent, AudioFormats, ChatUser, ConnectionState, Frame, ServerEvents, Voice } from './events.js';

/** Whose turn it is; `none` while nobody can be heard. */
export type Turn = 'user' | 'agent' | 'none';

/** All that a `RealtimeClient` knows. Never changed, but replaced; unchanged parts stay the same objects. */
export interface ClientState {
  /** The connection. */
  readonly connection: ConnectionState;
  /** Whose turn it is. */
  readonly turn: Turn;
  /** Whether the server has sent all that a page needs. */
  readonly initialized: boolean;
  /** The formats of audio; null if the server has none. */
  readonly audio: AudioFormats | null;
  /** Who the user is. */
  readonly user: ChatUser | null;
  /** The agents that the user may talk to. */
  readonly agents: readonly Agent[];
  /** The voices that an agent may have. */
  readonly voices: readonly Voice[];
  /** The avatars that an agent may have. */
  readonly avatars: readonly unknown[];
  /** The tools that an agent may have. */
  readonly tools: readonly unknown[];
  /** The agent's voice, once it was changed. */
  readonly voiceId: string | null;
  /** The open chat. */
  readonly chat: ChatState;
}

/** Before the first connection. */
export const INITIAL: ClientState = {
  connection: 'DISCONNECTED',
  turn: 'none',
  initialized: false,
  audio: null,
  user: null,
  agents: [],
  voices: [],
  avatars: [],
  tools: [],
  voiceId: null,
  chat: NO_CHAT,
};

type Steps = { readonly [Name in keyof ServerEvents]?: (event: ServerEvents[Name]) => Partial<ClientState> };

const STEPS: Steps = {
  ui_session_id_changed: ({ audio }) => ({ audio: audio ?? null }),
  chat_user_data: ({ user: { id, roles, groups } }) => ({ user: { id, roles: roles ?? [], groups: groups ?? [] } }),
  agent_list: ({ agents }) => ({ agents: agents ?? [] }),
  voice_list: ({ voices }) => ({ voices: voices ?? [] }),
  avatar_list: ({ avatars }) => ({ avatars: avatars ?? [] }),
  tool_catalog: ({ tools }) => ({ tools: tools ?? [] }),
  chat_session_changed: (event) => audioOf(event),
  agent_configuration_changed: (event) => audioOf(event),
  agent_voice_changed: ({ voice_id: voiceId }) => ({ voiceId }),
  user_turn_start: () => ({ turn: 'user' }),
  user_turn_end: () => ({ turn: 'agent' }),
};

/** Another agent may have a voice, or none; a server without voice says nothing of it. */
function audioOf({ audio }: { readonly audio?: AudioFormats | null }): Partial<ClientState> {
  return audio === undefined ? {} : { audio };
}

/** The state after an event of the server. */
export function nextState(state: ClientState, event: Frame): ClientState {
  const step = STEPS[event.type as keyof ServerEvents] as ((event: Frame) => Partial<ClientState>) | undefined;
  const chat = nextChat(state.chat, event);
  if (!step && chat === state.chat) return state;
  return { ...state, ...step?.(event), chat };
}
