// SPDX-License-Identifier: Apache-2.0
// Written by "npm run golden".
// client.d.ts
import type { ChatUser, ChatUserChange, ChatUserList, ChatUserTokens, GeneratedToken, NewChatUser, NewSession, OpenedSession, Page, TokenRequest } from './types.js';
export interface AgentCClientOptions {
    readonly apiUrl: string | undefined;
    readonly apiKey?: string;
    readonly adminUsername?: string;
    readonly adminPassword?: string;
    readonly adminCredentials?: {
        readonly username?: string;
        readonly password?: string;
    };
    readonly timeoutMs?: number;
    readonly tries?: number;
    readonly allowInsecure?: boolean;
    readonly fetch?: typeof fetch;
    readonly random?: () => number;
}
export declare class AgentCClient {
    #private;
    constructor(options: AgentCClientOptions);
    createChatUser({ password: _, ...user }: NewChatUser): Promise<ChatUser>;
    getChatUser(id: string): Promise<ChatUser>;
    updateChatUser(id: string, change: ChatUserChange): Promise<ChatUser>;
    deleteChatUser(id: string): Promise<void>;
    listChatUsers(page?: Page): Promise<ChatUserList>;
    generateToken(request: TokenRequest | string): Promise<GeneratedToken>;
    generateTokenForChatUser(chatUserId: string): Promise<ChatUserTokens>;
    openSession({ userId, device, ttl }: NewSession): Promise<OpenedSession>;
}

// errors.d.ts
export type AgentCErrorCode = 'QUOTA_EXCEEDED' | 'AGENT_C_UNAVAILABLE' | 'CHATUSER_NOT_FOUND' | 'INVALID_CREDENTIALS' | (string & {});
export declare class AgentCError extends Error {
    readonly code: AgentCErrorCode;
    readonly status: number;
    readonly retryAfter?: number | undefined;
    readonly requestId?: string | undefined;
    constructor(code: AgentCErrorCode, message: string, status: number, retryAfter?: number | undefined, requestId?: string | undefined, options?: ErrorOptions);
    static unreachable(cause: unknown): AgentCError;
    static of(response: Response): Promise<AgentCError>;
}

// index.d.ts
export { AgentCClient, type AgentCClientOptions } from './client.js';
export { AgentCError, type AgentCErrorCode } from './errors.js';
export type * from './types.js';

// types.d.ts
export interface Resources {
    readonly agents?: readonly string[];
    readonly voices?: readonly string[];
    readonly avatars?: readonly string[];
    readonly toolsets?: readonly string[];
}
export interface ChatUser extends Resources {
    readonly id: string;
    readonly username: string;
    readonly tier?: string;
    readonly metadata: Readonly<Record<string, string>>;
    readonly enabled: boolean;
    readonly created_at: string;
    readonly updated_at: string;
}
export interface NewChatUser extends Resources {
    readonly username: string;
    readonly password?: string;
    readonly tier?: string;
    readonly metadata?: Readonly<Record<string, string>>;
}
export interface ChatUserChange extends Resources {
    readonly tier?: string;
    readonly metadata?: Readonly<Record<string, string>>;
    readonly enabled?: boolean;
    readonly inherit?: readonly ('agents' | 'voices' | 'avatars' | 'toolsets' | 'tier')[];
}
export interface Page {
    readonly limit?: number;
    readonly after?: string;
}
export interface ChatUserList {
    readonly items: readonly ChatUser[];
    readonly next?: string | null;
}
export interface TokenRequest {
    readonly chatUserId: string;
    readonly expiresIn?: string | number;
    readonly appUserId?: string;
    readonly metadata?: Readonly<Record<string, unknown>>;
}
export interface GeneratedToken {
    readonly token: string;
    readonly expires_at: number;
    readonly websocket_url: string;
    readonly session_id: string;
}
export interface ChatUserTokens {
    readonly jwt_token: string;
    readonly expires_at: number;
    readonly websocket_url: string;
    readonly heygen_token: null;
}
export interface NewSession {
    readonly userId: string;
    readonly device?: string;
    readonly ttl?: number;
}
export interface AgentAccess {
    readonly agent_c_token: string;
    readonly websocket_url: string;
    readonly heygen_token?: null;
    readonly expires_at: number;
    readonly agents: readonly string[];
    readonly voices: readonly string[];
    readonly avatars: readonly string[];
}
export interface OpenedSession {
    readonly id?: string;
    readonly session_token: string;
    readonly user_id: string;
    readonly agent_c: AgentAccess;
}
