// SPDX-License-Identifier: Apache-2.0

export { AuthManager, type AuthEvents, type AuthManagerOptions, type AuthState } from './auth/auth-manager.js';
export { BackendSession, type BackendSessionOptions, type Person, type PersonCredentials } from './auth/backend-session.js';
export type { LoginCredentials } from './auth/development.js';
export type { LoginPayload, Resource, TokenUpdate } from './auth/payload.js';
export { Emitter, type Listener } from './emitter.js';
export {
  ApiError,
  AuthError,
  mapLoginError,
  RealtimeError,
  type AuthErrorCode,
  type LoginProblem,
  type RealtimeErrorCode,
} from './errors.js';
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
