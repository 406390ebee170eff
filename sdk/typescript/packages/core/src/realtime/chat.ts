// SPDX-License-Identifier: Apache-2.0
import type { ChatMessage, ChatSummary, Frame, InChat, ServerEvents } from './events.js';

/** The open chat, and the answer that is being given in it. */
export interface ChatState {
  /** The open chat; null until the server has sent it. */
  readonly session: ChatSummary | null;
  /** What was said, without the answer that is being given. */
  readonly messages: readonly ChatMessage[];
  /** The answer so far; null when none is being given. */
  readonly streaming: { readonly text: string; readonly thoughts: string } | null;
  /** The exchange that runs; null when none does. */
  readonly interactionId: string | null;
  /** Whether a tool of the agent is at work. */
  readonly toolActive: boolean;
}

/** No chat yet. */
export const NO_CHAT: ChatState = { session: null, messages: [], streaming: null, interactionId: null, toolActive: false };

type Steps = { readonly [Name in keyof ServerEvents]?: (chat: ChatState, event: ServerEvents[Name]) => ChatState };

const BEGUN = { text: '', thoughts: '' };

const STEPS: Steps = {
  chat_session_changed: (_, { chat_session: { messages, ...session } }) => ({ ...NO_CHAT, session, messages: messages ?? [] }),
  // Its first message gave it its name.
  chat_session_added: (chat, { chat_session: added }) =>
    chat.session?.session_id === added.session_id ? { ...chat, session: { ...chat.session, ...added } } : chat,
  chat_session_name_changed: (chat, { session_id, session_name }) =>
    chat.session?.session_id === session_id ? { ...chat, session: { ...chat.session, session_name } } : chat,
  agent_configuration_changed: (chat, { agent_key }) =>
    chat.session ? { ...chat, session: { ...chat.session, agent_key } } : chat,
  history: (chat, { messages }) => ({ ...chat, messages }),
  interaction: (chat, { started, id }) => (started ? { ...chat, interactionId: id } : ended(chat)),
  user_message: (chat, { message }) => withMessage(chat, message),
  completion: (chat, { running, restarted }) =>
    running && (restarted || !chat.streaming) ? { ...chat, streaming: BEGUN } : chat,
  text_delta: (chat, { content }) => withDelta(chat, content, ''),
  thought_delta: (chat, { content }) => withDelta(chat, '', content),
  tool_call: (chat, { active }) => ({ ...chat, toolActive: active }),
  message: (chat, { message }) => ({ ...withMessage(chat, message), streaming: null }),
};

/** The chat after the event. Events of other chats change nothing. */
export function nextChat(chat: ChatState, event: Frame & InChat): ChatState {
  const step = STEPS[event.type as keyof ServerEvents] as ((chat: ChatState, event: Frame) => ChatState) | undefined;
  if (!step || isElsewhere(chat, event)) return chat;
  return step(chat, event);
}

function isElsewhere(chat: ChatState, event: Frame & InChat): boolean {
  const own = chat.session?.session_id;
  return own !== undefined && event.session_id !== undefined && event.session_id !== own;
}

function withMessage(chat: ChatState, message: ChatMessage): ChatState {
  const others = chat.messages.filter(({ id }) => id !== message.id);
  return { ...chat, messages: [...others, message] };
}

function withDelta(chat: ChatState, text: string, thoughts: string): ChatState {
  const before = chat.streaming ?? BEGUN;
  return { ...chat, streaming: { text: before.text + text, thoughts: before.thoughts + thoughts } };
}

/** An answer that was cut off stays to be read. */
function ended(chat: ChatState): ChatState {
  const { streaming, interactionId } = chat;
  const over = { ...chat, streaming: null, interactionId: null, toolActive: false };
  if (!streaming?.text) return over;
  return withMessage(over, { id: `partial-${interactionId}`, role: 'assistant', content: streaming.text, partial: true });
}
