// SPDX-License-Identifier: Apache-2.0
import { NO_CHAT, nextChat, type ChatState } from './chat.js';
import type { Agent, AudioFormats, ChatUser, ConnectionState, ErrorEvent, Frame, ServerEvents, Voice, VoiceInputMode } from './events.js';

/** Whose turn it is; `none` while nobody can be heard. */
export type Turn = 'user' | 'agent' | 'none';

/** All that a `RealtimeClient` knows. Never changed, but replaced; unchanged parts stay the same objects. */
export interface ClientState {
  /** The connection. */
  readonly connection: ConnectionState;
  /** The session of this tab at the server; null before the first connection. */
  readonly uiSessionId: string | null;
  /** Whose turn it is. */
  readonly turn: Turn;
  /** Whether the server has sent all that a page needs. */
  readonly initialized: boolean;
  /** The formats of audio; null if the server has none. */
  readonly audio: AudioFormats | null;
  /** How the page wants what the user says to be heard; null until it has said. */
  readonly voiceMode: VoiceInputMode | null;
  /** Whether the user talks, from one `pushToTalk` to the next. Ends with their turn, the chat and the connection. */
  readonly talking: boolean;
  /** Whether the agent hears what the user says: it has joined the call. */
  readonly heard: boolean;
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
  uiSessionId: null,
  turn: 'none',
  initialized: false,
  audio: null,
  voiceMode: null,
  talking: false,
  heard: false,
  user: null,
  agents: [],
  voices: [],
  avatars: [],
  tools: [],
  voiceId: null,
  chat: NO_CHAT,
};

interface Events extends ServerEvents {
  error: Frame & ErrorEvent;
}

type Steps = { readonly [Name in keyof Events]?: (event: Events[Name]) => Partial<ClientState> };

/** Neither what the user says nor who hears it goes over into another chat, or to another agent. */
const HUNG_UP = { talking: false, heard: false };

const STEPS: Steps = {
  ui_session_id_changed: ({ audio, ui_session_id: uiSessionId }) => ({ audio: audio ?? null, uiSessionId }),
  chat_user_data: ({ user: { id, roles, groups } }) => ({ user: { id, roles: roles ?? [], groups: groups ?? [] } }),
  agent_list: ({ agents }) => ({ agents: agents ?? [] }),
  voice_list: ({ voices }) => ({ voices: voices ?? [] }),
  avatar_list: ({ avatars }) => ({ avatars: avatars ?? [] }),
  tool_catalog: ({ tools }) => ({ tools: tools ?? [] }),
  chat_session_changed: another,
  agent_configuration_changed: another,
  agent_voice_changed: ({ voice_id: voiceId }) => ({ voiceId, heard: false }),
  server_listening: () => ({ heard: true }),
  error: ({ code }) => (code.startsWith('audio_') ? HUNG_UP : {}),
  // After a reload in the middle of an answer, nothing else says so.
  completion: ({ running }) => (running ? { turn: 'agent' } : {}),
  user_turn_start: () => ({ turn: 'user' }),
  user_turn_end: () => ({ turn: 'agent' }),
};

/** Another agent may have a voice, or none; a server without voice says nothing of it. */
function another({ audio }: { readonly audio?: AudioFormats | null }): Partial<ClientState> {
  return audio === undefined ? HUNG_UP : { ...HUNG_UP, audio };
}

/** The state after an event of the server. */
export function nextState(state: ClientState, event: Frame): ClientState {
  const step = STEPS[event.type as keyof Events] as ((event: Frame) => Partial<ClientState>) | undefined;
  const chat = nextChat(state.chat, event, state.uiSessionId);
  if (!step && chat === state.chat) return state;
  return { ...state, ...step?.(event), chat };
}
