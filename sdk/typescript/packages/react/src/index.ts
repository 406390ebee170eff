// SPDX-License-Identifier: Apache-2.0

export { useAudio, type AudioControls } from './audio.js';
export { useChatSessionList, type ChatListOptions, type ChatListState, type ChatSessionList } from './chat-list.js';
export type { LoggedError } from './error-log.js';
export { useFileUpload, type ChosenFile, type FileUpload, type PendingUpload } from './file-upload.js';
export {
  useAgents,
  useChat,
  useConnection,
  useErrors,
  useTurnState,
  type Agents,
  type Chat,
  type ChatActions,
  type ConnectionControls,
  type Errors,
  type TurnState,
} from './hooks.js';
export { StagedoorProvider, useRealtimeClient, type StagedoorProviderProps } from './provider.js';
