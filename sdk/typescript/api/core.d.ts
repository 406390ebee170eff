// SPDX-License-Identifier: Apache-2.0
// Written by "npm run golden".
// audio/capture.d.ts
export interface CaptureOptions {
    readonly sampleRate: number;
    readonly workletUrl?: string;
    readonly constraints?: MediaTrackConstraints;
}
export declare class AudioCapture {
    #private;
    constructor(options: CaptureOptions, deliver: (samples: Int16Array<ArrayBuffer>) => void);
    start(): Promise<boolean>;
    pause(): void;
    stop(): Promise<void>;
}

// audio/playback.d.ts
export declare class AudioPlayback {
    #private;
    constructor(sampleRate: number, changed?: (isPlaying: boolean) => void);
    start(): Promise<void>;
    play(data: ArrayBuffer): void;
    isPlaying(): boolean;
    flush(): void;
    stop(): Promise<void>;
}

// audio/realtime-audio.d.ts
import { Emitter } from '../emitter.js';
import type { RealtimeClient } from '../realtime/client.js';
import { type CaptureOptions } from './capture.js';
export type AudioState = 'idle' | 'starting' | 'recording' | 'permission-denied' | 'failed';
export interface AudioEvents {
    'state-changed': AudioState;
    'agent-speaking': boolean;
}
export type AudioOptions = Omit<CaptureOptions, 'sampleRate'>;
export declare class RealtimeAudio extends Emitter<AudioEvents> {
    #private;
    muted: boolean;
    constructor(client: RealtimeClient, options?: AudioOptions);
    getState(): AudioState;
    isAgentSpeaking(): boolean;
    start(): Promise<void>;
    talk(): Promise<void>;
    release(): void;
    stop(): Promise<void>;
}

// auth/auth-manager.d.ts
import { Emitter } from '../emitter.js';
import { type DebugLog } from '../log.js';
import { type LoginCredentials } from './development.js';
import { type LoginPayload, type Resource, type TokenUpdate } from './payload.js';
export interface AuthManagerOptions {
    readonly apiUrl?: string;
    readonly refresh?: () => Promise<TokenUpdate>;
    readonly refreshBufferMs?: number;
    readonly production?: boolean;
    readonly allowInsecure?: boolean;
    readonly fetch?: typeof fetch;
    readonly log?: DebugLog;
}
export interface AuthState {
    readonly isAuthenticated: boolean;
    readonly isRefreshing: boolean;
    readonly expiresAt: number | null;
    readonly error: unknown;
}
export interface AuthEvents {
    'token-expiring': {
        readonly expiresAt: number;
    };
    'tokens-updated': {
        readonly expiresAt: number;
    };
    'token-expired': {
        readonly expiresAt: number;
    };
    'signed-out': {
        readonly reason: 'logout' | 'session-ended';
    };
    'state-changed': AuthState;
}
export declare class AuthManager extends Emitter<AuthEvents> {
    #private;
    constructor(options?: AuthManagerOptions);
    initializeFromPayload(payload: LoginPayload): Promise<void>;
    updateTokens(update: TokenUpdate): Promise<void>;
    login(credentials: LoginCredentials): Promise<LoginPayload>;
    refreshTokens(): Promise<void>;
    clearTokens(): void;
    logout(): Promise<void>;
    getToken(): string | null;
    getWebSocketUrl(): string | null;
    getHeygenToken(): string | null;
    getExpiresAt(): number | null;
    getAgents(): readonly Resource[];
    getVoices(): readonly Resource[];
    getAvatars(): readonly Resource[];
    isAuthenticated(): boolean;
    getState(): AuthState;
}

// auth/backend-session.d.ts
import { AuthManager, type AuthManagerOptions } from './auth-manager.js';
export interface PersonCredentials {
    readonly email: string;
    readonly password: string;
}
export interface Person {
    readonly id: string;
    readonly email?: string;
    readonly name?: string;
}
export interface BackendSessionOptions extends Omit<AuthManagerOptions, 'refresh' | 'apiUrl'> {
    readonly baseUrl?: string;
    readonly publishableKey?: string;
    readonly cookie?: boolean;
}
export declare class BackendSession {
    #private;
    readonly auth: AuthManager;
    constructor(options?: BackendSessionOptions);
    login(person: PersonCredentials): Promise<Person>;
    resume(): Promise<void>;
    logout(): Promise<void>;
}

// auth/development.d.ts
import type { LoginPayload } from './payload.js';
export interface LoginCredentials {
    readonly username: string | undefined;
    readonly password: string | undefined;
}
export declare function isProduction(): boolean;
export declare function directLogin(apiUrl: string | undefined, credentials: LoginCredentials, request: typeof fetch, allowInsecure?: boolean): Promise<LoginPayload>;

// auth/payload.d.ts
export type Resource = string | Readonly<Record<string, unknown>>;
export interface LoginPayload {
    readonly agent_c_token: string;
    readonly websocket_url: string;
    readonly expires_at: number;
    readonly heygen_token?: string | null;
    readonly agents?: readonly Resource[];
    readonly voices?: readonly Resource[];
    readonly avatars?: readonly Resource[];
}
export type TokenUpdate = Pick<LoginPayload, 'agent_c_token' | 'expires_at'> & Partial<LoginPayload>;
export declare function requirePayload(payload: LoginPayload, allowInsecure?: boolean): LoginPayload;

// emitter.d.ts
export type Listener<Event> = (event: Event) => unknown;
export declare class Emitter<Events extends object> {
    #private;
    on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void;
    once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void;
    off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void;
}

// errors.d.ts
export type AuthErrorCode = 'not_authenticated' | 'invalid_payload' | 'invalid_url' | 'insecure_url' | 'development_only' | 'no_refresh' | 'signed_out';
export declare class AuthError extends Error {
    readonly code: AuthErrorCode;
    constructor(code: AuthErrorCode, message: string);
}
export declare class ApiError extends Error {
    readonly status: number;
    readonly code: string;
    readonly headers: Headers;
    readonly requestId?: string | undefined;
    readonly error?: string | undefined;
    constructor(status: number, code: string, message: string, headers: Headers, requestId?: string | undefined, error?: string | undefined);
    static of(response: Response): Promise<ApiError>;
}
export type RealtimeErrorCode = 'not_connected' | 'not_your_turn' | 'not_delivered' | 'connect_timeout' | 'connection_failed' | 'connection_lost' | 'disconnected' | 'unauthenticated' | 'forbidden' | 'replaced' | 'limited' | 'unacceptable' | 'too_large' | 'no_answer' | (string & {});
export declare class RealtimeError extends Error {
    readonly code: RealtimeErrorCode;
    readonly closeCode?: number | undefined;
    readonly retryAfter?: number | undefined;
    constructor(code: RealtimeErrorCode, message: string, closeCode?: number | undefined, retryAfter?: number | undefined);
}
export interface LoginProblem {
    readonly type: 'network' | 'auth' | 'setup' | 'rate_limit' | 'maintenance' | 'unknown';
    readonly message: string;
    readonly retry: boolean;
    readonly retryAfter?: number;
}
export declare function mapLoginError(error: unknown, now?: number): LoginProblem;
export declare function readRetryAfter(header: string | null | undefined, now: number): number;

// index.d.ts
export { AuthManager, type AuthEvents, type AuthManagerOptions, type AuthState } from './auth/auth-manager.js';
export { BackendSession, type BackendSessionOptions, type Person, type PersonCredentials } from './auth/backend-session.js';
export type { LoginCredentials } from './auth/development.js';
export type { LoginPayload, Resource, TokenUpdate } from './auth/payload.js';
export { Emitter, type Listener } from './emitter.js';
export { ApiError, AuthError, mapLoginError, RealtimeError, type AuthErrorCode, type LoginProblem, type RealtimeErrorCode, } from './errors.js';
export type { DebugLog } from './log.js';
export type { ReconnectOptions } from './realtime/backoff.js';
export type { ChatState } from './realtime/chat.js';
export { RealtimeClient, type RealtimeEvents } from './realtime/client.js';
export type * from './realtime/events.js';
export type { WebSocketConstructor, WebSocketLike } from './realtime/link.js';
export type { RealtimeClientOptions } from './realtime/options.js';
export type { ClientState, Turn } from './realtime/state.js';
export type { TabStorage } from './realtime/tab-session.js';
export type { UploadedFile, UploadOptions } from './realtime/upload.js';
export type { CaptureOptions } from './audio/capture.js';
export { AudioCapture } from './audio/capture.js';
export { AudioPlayback } from './audio/playback.js';
export { RealtimeAudio, type AudioEvents, type AudioOptions, type AudioState } from './audio/realtime-audio.js';
export { StagedoorTokenSource, type CallDetails, type CallOptions, type TokenSourceOptions } from './livekit/token-source.js';

// livekit/token-source.d.ts
export interface TokenSourceOptions {
    readonly apiUrl: string;
    readonly publishableKey: string;
    readonly allowInsecure?: boolean;
    readonly fetch?: typeof fetch;
}
export interface CallOptions {
    readonly roomName?: string;
    readonly participantName?: string;
    readonly participantIdentity?: string;
    readonly participantMetadata?: string;
    readonly participantAttributes?: {
        readonly [key: string]: string;
    };
    readonly agentName?: string;
    readonly agentMetadata?: string;
}
export interface CallDetails {
    serverUrl: string;
    participantToken: string;
    roomName: string;
    participantName: string;
}
export declare class StagedoorTokenSource {
    #private;
    constructor(options: TokenSourceOptions);
    fetch(options?: CallOptions, force?: boolean): Promise<CallDetails>;
}

// log.d.ts
export interface DebugLog {
    debug(message: string, details?: Readonly<Record<string, unknown>>): void;
}
export declare const silent: DebugLog;

// realtime/backoff.d.ts
export interface ReconnectOptions {
    readonly initialDelay?: number;
    readonly multiplier?: number;
    readonly maxDelay?: number;
    readonly jitter?: number;
    readonly maxAttempts?: number;
    readonly stableAfter?: number;
}
export declare const RECONNECT: Required<ReconnectOptions>;
export declare function backoff(attempt: number, options: Required<ReconnectOptions>, random: number): number;

// realtime/chat.d.ts
import type { ChatMessage, ChatSummary, Frame, InChat } from './events.js';
export interface ChatState {
    readonly session: ChatSummary | null;
    readonly messages: readonly ChatMessage[];
    readonly streaming: {
        readonly text: string;
        readonly thoughts: string;
        readonly stopped?: boolean;
    } | null;
    readonly interactionId: string | null;
    readonly toolActive: boolean;
}
export declare const NO_CHAT: ChatState;
export declare function nextChat(chat: ChatState, event: Frame & InChat, uiSessionId: string | null): ChatState;

// realtime/client.d.ts
import { AuthManager } from '../auth/auth-manager.js';
import type { LoginPayload } from '../auth/payload.js';
import { Emitter } from '../emitter.js';
import type { ChatPage, ConnectionEvents, ServerEvents, VoiceInputMode } from './events.js';
import type { RealtimeClientOptions } from './options.js';
import { type ClientState } from './state.js';
import { type UploadedFile, type UploadOptions } from './upload.js';
export interface RealtimeEvents extends ServerEvents, ConnectionEvents {
    'state-changed': ClientState;
}
export declare class RealtimeClient extends Emitter<RealtimeEvents> {
    #private;
    readonly auth: AuthManager;
    constructor(options?: RealtimeClientOptions);
    initializeFromPayload(payload: LoginPayload): Promise<void>;
    connect(): Promise<void>;
    disconnect(): void;
    isConnected(): boolean;
    canSend(): boolean;
    getState(): ClientState;
    sendText(text: string, { fileIds }?: {
        readonly fileIds?: readonly string[];
    }): Promise<void>;
    sendAudio(samples: ArrayBuffer | ArrayBufferView<ArrayBuffer>): boolean;
    cancel(): Promise<void>;
    newChat(agentKey?: string): Promise<void>;
    resumeChat(sessionId: string): Promise<void>;
    renameChat(name: string, sessionId?: string): Promise<void>;
    deleteChat(sessionId?: string): Promise<void>;
    listChats(page?: {
        readonly offset?: number;
        readonly limit?: number;
        readonly query?: string;
    }): Promise<ChatPage>;
    setAgent(agentKey: string): Promise<void>;
    setVoice(voiceId: string): Promise<void>;
    setTools(tools: readonly string[]): void;
    setMetadata(meta: Readonly<Record<string, unknown>>): Promise<void>;
    pushToTalk(talking: boolean): void;
    setVoiceInputMode(voiceMode: VoiceInputMode): void;
    uploadFile(file: Blob, options?: UploadOptions): Promise<UploadedFile>;
    downloadFile(id: string, { signal }?: {
        readonly signal?: AbortSignal;
    }): Promise<Blob>;
}

// realtime/events.d.ts
import type { UploadedFile } from './upload.js';
export interface Frame {
    readonly type: string;
    readonly seq?: number;
}
export interface AudioFormat {
    readonly format: 'pcm16';
    readonly sample_rate: number;
    readonly channels: 1;
}
export interface AudioFormats {
    readonly input: AudioFormat;
    readonly output: AudioFormat;
}
export interface Agent {
    readonly agent_key: string;
    readonly name?: string;
    readonly tools?: readonly string[];
    readonly voice?: string | null;
}
export interface Voice {
    readonly voice_id: string;
    readonly name?: string;
}
export type VoiceInputMode = 'ptt' | 'vad' | 'text';
export interface ChatUser {
    readonly id: string;
    readonly roles: readonly string[];
    readonly groups: readonly string[];
}
export interface ChatMessage {
    readonly id: string;
    readonly role: 'user' | 'assistant' | (string & {});
    readonly content: string;
    readonly files?: readonly UploadedFile[];
    readonly partial?: boolean;
}
export interface ChatSummary {
    readonly session_id: string;
    readonly session_name?: string | null;
    readonly agent_key?: string;
    readonly created_at?: string;
    readonly updated_at?: string;
}
export interface ChatSession extends ChatSummary {
    readonly messages: readonly ChatMessage[];
}
export interface ChatPage {
    readonly chat_sessions: readonly ChatSummary[];
    readonly total_sessions: number;
    readonly offset: number;
}
export interface InChat {
    readonly session_id?: string;
    readonly user_session_id?: string;
}
export interface ServerEvents {
    ui_session_id_changed: Frame & {
        readonly ui_session_id: string;
        readonly resumed: boolean;
        readonly heartbeat_ms?: number;
        readonly max_message_bytes?: number;
        readonly audio?: AudioFormats | null;
        readonly token_expires_at?: number;
    };
    chat_user_data: Frame & {
        readonly user: ChatUser;
    };
    avatar_list: Frame & {
        readonly avatars: readonly unknown[];
    };
    voice_list: Frame & {
        readonly voices: readonly Voice[];
    };
    agent_list: Frame & {
        readonly agents: readonly Agent[];
    };
    tool_catalog: Frame & {
        readonly tools: readonly unknown[];
    };
    chat_session_changed: Frame & {
        readonly chat_session: ChatSession;
        readonly audio?: AudioFormats | null;
    };
    chat_session_added: Frame & {
        readonly chat_session: ChatSummary;
    };
    chat_session_name_changed: Frame & {
        readonly session_id: string;
        readonly session_name: string;
    };
    chat_session_deleted: Frame & {
        readonly session_id: string;
    };
    get_user_sessions_response: Frame & {
        readonly sessions: ChatPage;
    };
    session_metadata_changed: Frame & {
        readonly meta: Readonly<Record<string, unknown>>;
    };
    agent_configuration_changed: Frame & {
        readonly agent_key: string;
        readonly audio?: AudioFormats | null;
    };
    agent_voice_changed: Frame & {
        readonly voice_id: string;
    };
    voice_input_supported: Frame & {
        readonly supported: boolean;
        readonly modes: readonly string[];
    };
    server_listening: Frame;
    user_turn_start: Frame;
    user_turn_end: Frame;
    interaction: Frame & InChat & {
        readonly started: boolean;
        readonly id: string;
    };
    user_message: Frame & InChat & {
        readonly message: ChatMessage;
    };
    completion: Frame & InChat & {
        readonly running: boolean;
        readonly restarted?: boolean;
        readonly interaction_id?: string;
        readonly stop_reason?: string;
        readonly input_tokens?: number;
        readonly output_tokens?: number;
    };
    text_delta: Frame & InChat & {
        readonly content: string;
        readonly interaction_id?: string;
    };
    thought_delta: Frame & InChat & {
        readonly content: string;
        readonly interaction_id?: string;
    };
    tool_select_delta: Frame & InChat & Readonly<Record<string, unknown>>;
    tool_call: Frame & InChat & {
        readonly active: boolean;
    } & Readonly<Record<string, unknown>>;
    message: Frame & InChat & {
        readonly message: ChatMessage;
    };
    history: Frame & InChat & {
        readonly messages: readonly ChatMessage[];
    };
    cancelled: Frame;
    token_expiring: Frame & {
        readonly expires_at: number;
    };
    auth_refreshed: Frame & {
        readonly expires_at: number;
    };
    ping: Frame;
    pong: Frame;
}
export interface ErrorEvent {
    readonly code: string;
    readonly message: string;
    readonly source?: string;
}
export type ConnectionState = 'DISCONNECTED' | 'CONNECTING' | 'CONNECTED' | 'RECONNECTING';
export interface ConnectionEvents {
    connected: {
        readonly uiSessionId: string;
        readonly resumed: boolean;
    };
    disconnected: {
        readonly code: number;
        readonly reason: string;
        readonly willReconnect: boolean;
    };
    reconnecting: {
        readonly attempt: number;
        readonly delay: number;
    };
    reconnected: {
        readonly attempts: number;
    };
    reconnection_failed: {
        readonly code: string;
        readonly message: string;
    };
    initialized: {
        readonly resumed: boolean;
    };
    audio: ArrayBuffer;
    error: ErrorEvent;
    event: Frame;
}

// realtime/link.d.ts
import type { Frame } from './events.js';
export interface WebSocketLike {
    binaryType: string;
    readonly bufferedAmount: number;
    onmessage: ((event: any) => any) | null;
    onclose: ((event: any) => any) | null;
    onerror: ((event: any) => any) | null;
    send(data: string | ArrayBuffer | ArrayBufferView<ArrayBuffer>): void;
    close(code?: number, reason?: string): void;
}
export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;
export interface LinkOptions {
    readonly url: string;
    readonly token: string;
    readonly WebSocket: WebSocketConstructor;
    readonly pingInterval: number;
    readonly pongTimeout: number;
}
export interface LinkListener {
    frame(frame: Frame): void;
    binary(data: ArrayBuffer): void;
    closed(code: number, reason: string): void;
}
export declare class Link {
    #private;
    token: string;
    constructor(options: LinkOptions, listener: LinkListener);
    watch(): void;
    get waiting(): number;
    send(frame: Frame | ArrayBufferView<ArrayBuffer>): void;
    close(code: number, reason: string): void;
}

// realtime/options.d.ts
import type { AuthManager } from '../auth/auth-manager.js';
import type { DebugLog } from '../log.js';
import type { ReconnectOptions } from './backoff.js';
import type { WebSocketConstructor } from './link.js';
import type { TabStorage } from './tab-session.js';
export interface RealtimeClientOptions {
    readonly authManager?: AuthManager;
    readonly apiUrl?: string;
    readonly autoReconnect?: boolean;
    readonly reconnect?: ReconnectOptions;
    readonly connectionTimeout?: number;
    readonly pingInterval?: number;
    readonly pongTimeout?: number;
    readonly chatSessionId?: string;
    readonly agentKey?: string;
    readonly storage?: TabStorage | null;
    readonly allowInsecure?: boolean;
    readonly WebSocket?: WebSocketConstructor;
    readonly fetch?: typeof fetch;
    readonly random?: () => number;
    readonly log?: DebugLog;
}

// realtime/state.d.ts
import { type ChatState } from './chat.js';
import type { Agent, AudioFormats, ChatUser, ConnectionState, Frame, Voice, VoiceInputMode } from './events.js';
export type Turn = 'user' | 'agent' | 'none';
export interface ClientState {
    readonly connection: ConnectionState;
    readonly uiSessionId: string | null;
    readonly turn: Turn;
    readonly initialized: boolean;
    readonly audio: AudioFormats | null;
    readonly voiceMode: VoiceInputMode | null;
    readonly talking: boolean;
    readonly heard: boolean;
    readonly user: ChatUser | null;
    readonly agents: readonly Agent[];
    readonly voices: readonly Voice[];
    readonly avatars: readonly unknown[];
    readonly tools: readonly unknown[];
    readonly voiceId: string | null;
    readonly chat: ChatState;
}
export declare const INITIAL: ClientState;
export declare function nextState(state: ClientState, event: Frame): ClientState;

// realtime/tab-session.d.ts
export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
export declare class TabSession {
    #private;
    constructor(storage: TabStorage | undefined);
    take(): string | undefined;
    keep(id: string): void;
    forget(): void;
}
export declare function tabStorage(): TabStorage | undefined;

// realtime/upload.d.ts
export interface UploadedFile {
    readonly id: string;
    readonly filename: string;
    readonly mime_type: string;
    readonly size: number;
}
export interface UploadOptions {
    readonly filename?: string;
    readonly signal?: AbortSignal;
    readonly onProgress?: (part: number) => void;
}
export interface FileRequest {
    readonly fetch: typeof fetch;
    readonly socket: string;
    readonly token: string;
}
export declare function upload(request: FileRequest, file: Blob, options: UploadOptions): Promise<UploadedFile>;
export declare function download(request: FileRequest, id: string, signal?: AbortSignal): Promise<Blob>;
