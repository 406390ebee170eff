// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import type { Agent, ChatState, ConnectionState, RealtimeClient, Turn, Voice } from '@stagedoor/realtime-core';
import { useClientState } from './client-state.js';
import type { LoggedError } from './error-log.js';
import { useRealtimeClient, useStagedoor } from './provider.js';
import { useStore } from './store.js';

/** What `useConnection` gives. */
export interface ConnectionControls {
  /** The state of the connection. */
  readonly state: ConnectionState;
  /** Whether the connection stands. */
  readonly isConnected: boolean;
  /** Whether the server has sent all that a page needs. */
  readonly isInitialized: boolean;
  /** Connects. While a lost connection waits to be made again, tries at once. */
  readonly connect: () => Promise<void>;
  /** Ends the connection. */
  readonly disconnect: () => void;
}

/** The connection, and how to begin and end it. */
export function useConnection(): ConnectionControls {
  const client = useRealtimeClient();
  const state = useClientState(({ connection }) => connection);
  const isInitialized = useClientState(({ initialized }) => initialized);
  const actions = useMemo(() => ({ connect: () => client.connect(), disconnect: () => client.disconnect() }), [client]);
  return { state, isConnected: state === 'CONNECTED', isInitialized, ...actions };
}

/** What `useTurnState` gives. */
export interface TurnState {
  /** Whose turn it is. */
  readonly turn: Turn;
  /** Whether the user may write or speak now. */
  readonly canSend: boolean;
}

/** Whose turn it is. */
export function useTurnState(): TurnState {
  const turn = useClientState((state) => state.turn);
  return { turn, canSend: turn === 'user' };
}

/** What one can do in a chat. */
export type ChatActions = Pick<RealtimeClient, 'sendText' | 'cancel' | 'newChat' | 'resumeChat' | 'renameChat' | 'deleteChat'>;

/** What `useChat` gives. */
export interface Chat extends ChatState, ChatActions {
  /** Whether the agent is at work. */
  readonly isAnswering: boolean;
}

/** The open chat with the answer that is being given, and what one can do in it. */
export function useChat(): Chat {
  const client = useRealtimeClient();
  const chat = useClientState((state) => state.chat);
  const actions = useMemo(() => chatActions(client), [client]);
  return { ...chat, isAnswering: chat.interactionId !== null, ...actions };
}

function chatActions(client: RealtimeClient): ChatActions {
  return {
    sendText: client.sendText.bind(client),
    cancel: client.cancel.bind(client),
    newChat: client.newChat.bind(client),
    resumeChat: client.resumeChat.bind(client),
    renameChat: client.renameChat.bind(client),
    deleteChat: client.deleteChat.bind(client),
  };
}

/** What `useAgents` gives. */
export interface Agents {
  /** The agents that the user may talk to. */
  readonly agents: readonly Agent[];
  /** The agent of the open chat. */
  readonly current: Agent | null;
  /** The voices that an agent may have. */
  readonly voices: readonly Voice[];
  /** The agent's voice, once it was changed. */
  readonly voiceId: string | null;
  /** Lets another agent answer. */
  readonly setAgent: (agentKey: string) => Promise<void>;
  /** Gives the agent another voice. */
  readonly setVoice: (voiceId: string) => Promise<void>;
}

/** The agents and voices, and how to choose one. */
export function useAgents(): Agents {
  const client = useRealtimeClient();
  const agents = useClientState((state) => state.agents);
  const voices = useClientState((state) => state.voices);
  const voiceId = useClientState((state) => state.voiceId);
  const key = useClientState(({ chat }) => chat.session?.agent_key);
  const actions = useMemo(
    () => ({ setAgent: client.setAgent.bind(client), setVoice: client.setVoice.bind(client) }),
    [client],
  );
  return { agents, current: agents.find(({ agent_key }) => agent_key === key) ?? null, voices, voiceId, ...actions };
}

/** What `useErrors` gives. */
export interface Errors {
  /** The newest errors, the newest last. */
  readonly errors: readonly LoggedError[];
  /** Removes one of them. */
  readonly dismiss: (id: number) => void;
  /** Removes all of them. */
  readonly clear: () => void;
}

/** What went wrong since the provider was mounted. */
export function useErrors(): Errors {
  const { errors: log } = useStagedoor();
  return { errors: useStore(log), dismiss: log.dismiss, clear: log.clear };
}
