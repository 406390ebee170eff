// SPDX-License-Identifier: Apache-2.0
// Written by "npm run golden".
// audio.d.ts
import { type AudioOptions, type AudioState } from '@stagedoor/realtime-core';
export interface AudioControls {
    readonly state: AudioState;
    readonly isAvailable: boolean;
    readonly isMuted: boolean;
    readonly isTalking: boolean;
    readonly isHeard: boolean;
    readonly isAgentSpeaking: boolean;
    readonly talk: () => Promise<void>;
    readonly release: () => void;
    readonly start: () => Promise<void>;
    readonly stop: () => Promise<void>;
    readonly setMuted: (muted: boolean) => void;
}
export declare function useAudio(options?: AudioOptions): AudioControls;

// chat-list.d.ts
import type { ChatSummary } from '@stagedoor/realtime-core';
export interface ChatListState {
    readonly chats: readonly ChatSummary[];
    readonly total: number;
    readonly isLoading: boolean;
    readonly error: Error | null;
}
export interface ChatSessionList extends ChatListState {
    readonly hasMore: boolean;
    readonly loadMore: () => Promise<void>;
    readonly reload: () => Promise<void>;
}
export interface ChatListOptions {
    readonly pageSize?: number;
    readonly query?: string;
}
export declare function useChatSessionList({ pageSize, query }?: ChatListOptions): ChatSessionList;

// error-log.d.ts
import type { ErrorEvent, RealtimeClient } from '@stagedoor/realtime-core';
import { Store } from './store.js';
export interface LoggedError extends ErrorEvent {
    readonly id: number;
}
export declare class ErrorLog extends Store<readonly LoggedError[]> {
    #private;
    constructor();
    record(client: RealtimeClient): () => void;
    readonly dismiss: (id: number) => void;
    readonly clear: () => void;
}

// file-upload.d.ts
import type { UploadedFile } from '@stagedoor/realtime-core';
export interface PendingUpload {
    readonly id: string;
    readonly filename: string;
    readonly size: number;
    readonly progress: number;
}
export interface ChosenFile extends PendingUpload {
    readonly stored: UploadedFile | null;
}
export interface FileUpload {
    readonly chosen: readonly ChosenFile[];
    readonly files: readonly UploadedFile[];
    readonly pending: readonly PendingUpload[];
    readonly isUploading: boolean;
    readonly error: Error | null;
    readonly upload: (file: Blob) => Promise<UploadedFile | null>;
    readonly remove: (id: string) => void;
    readonly clear: () => void;
}
export declare function useFileUpload(): FileUpload;

// hooks.d.ts
import type { Agent, ChatState, ConnectionState, RealtimeClient, Turn, Voice } from '@stagedoor/realtime-core';
import type { LoggedError } from './error-log.js';
export interface ConnectionControls {
    readonly state: ConnectionState;
    readonly isConnected: boolean;
    readonly isInitialized: boolean;
    readonly connect: () => Promise<void>;
    readonly disconnect: () => void;
}
export declare function useConnection(): ConnectionControls;
export interface TurnState {
    readonly turn: Turn;
    readonly canSend: boolean;
}
export declare function useTurnState(): TurnState;
export type ChatActions = Pick<RealtimeClient, 'sendText' | 'cancel' | 'newChat' | 'resumeChat' | 'renameChat' | 'deleteChat'>;
export interface Chat extends ChatState, ChatActions {
    readonly isAnswering: boolean;
}
export declare function useChat(): Chat;
export interface Agents {
    readonly agents: readonly Agent[];
    readonly current: Agent | null;
    readonly voices: readonly Voice[];
    readonly voiceId: string | null;
    readonly setAgent: (agentKey: string) => Promise<void>;
    readonly setVoice: (voiceId: string) => Promise<void>;
}
export declare function useAgents(): Agents;
export interface Errors {
    readonly errors: readonly LoggedError[];
    readonly dismiss: (id: number) => void;
    readonly clear: () => void;
}
export declare function useErrors(): Errors;

// index.d.ts
export { useAudio, type AudioControls } from './audio.js';
export { useChatSessionList, type ChatListOptions, type ChatListState, type ChatSessionList } from './chat-list.js';
export type { LoggedError } from './error-log.js';
export { useFileUpload, type ChosenFile, type FileUpload, type PendingUpload } from './file-upload.js';
export { useAgents, useChat, useConnection, useErrors, useTurnState, type Agents, type Chat, type ChatActions, type ConnectionControls, type Errors, type TurnState, } from './hooks.js';
export { StagedoorProvider, useRealtimeClient, type StagedoorProviderProps } from './provider.js';

// provider.d.ts
import { type ReactNode } from 'react';
import { RealtimeClient, type RealtimeClientOptions } from '@stagedoor/realtime-core';
import { ErrorLog } from './error-log.js';
interface Context {
    readonly client: RealtimeClient;
    readonly errors: ErrorLog;
}
export interface StagedoorProviderProps {
    readonly client?: RealtimeClient;
    readonly options?: RealtimeClientOptions;
    readonly children?: ReactNode;
}
export declare function StagedoorProvider({ client, options, children }: StagedoorProviderProps): ReactNode;
export declare function useRealtimeClient(): RealtimeClient;
export declare function useStagedoor(): Context;
export {};

// store.d.ts
export declare class Store<Value> {
    #private;
    constructor(value: Value);
    readonly get: () => Value;
    set(value: Value): void;
    readonly follow: (follower: () => void) => (() => void);
}
export declare function useStore<Value>(store: Store<Value>): Value;
