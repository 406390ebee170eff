// SPDX-License-Identifier: Apache-2.0
import type { ChatMessage, ChatSummary, Frame, InChat, ServerEvents } from './events.js';

/** The open chat, and the answer that is being given in it. */
export interface ChatState {
  /** The open chat; null until the server has sent it. */
  readonly session: ChatSummary | null;
  /** What was said, without the answer that is being given. */
  readonly messages: readonly ChatMessage[];
  /** The answer so far; null when none is being given. `stopped`: the user wanted no more of it. */
  readonly streaming: { readonly text: string; readonly thoughts: string; readonly stopped?: boolean } | null;
  /** The exchange that runs; null when none does. */
  readonly interactionId: string | null;
  /** Whether a tool of the agent is at work; only an upstream server tells. */
  readonly toolActive: boolean;
}

/** No chat yet. */
export const NO_CHAT: ChatState = { session: null, messages: [], streaming: null, interactionId: null, toolActive: false };

type Steps = { readonly [Name in keyof ServerEvents]?: (chat: ChatState, event: ServerEvents[Name], isOwn: boolean) => ChatState };

const BEGUN = { text: '', thoughts: '' };

const STEPS: Steps = {
  chat_session_changed: (_, { chat_session: { messages, ...session } }) => ({ ...NO_CHAT, session, messages: messages ?? [] }),
  // Its first message gave it its name.
  chat_session_added: (chat, { chat_session: added }) => withSession(chat, added),
  chat_session_name_changed: (chat, { session_id, session_name }) => withSession(chat, { session_id, session_name }),
  agent_configuration_changed: (chat, { agent_key }) =>
    chat.session ? { ...chat, session: { ...chat.session, agent_key } } : chat,
  history: (chat, { messages }) => ({ ...chat, messages }),
  interaction: (chat, { started, id }) => (started ? { ...chat, interactionId: id } : ended(chat)),
  user_message: (chat, { message }) => withMessage(chat, message),
  completion: (chat, { running, restarted, interaction_id: interactionId = chat.interactionId }) =>
    running ? { ...chat, interactionId, streaming: restarted || !chat.streaming ? BEGUN : chat.streaming } : chat,
  text_delta: (chat, { content }) => withDelta(chat, content, ''),
  thought_delta: (chat, { content }) => withDelta(chat, '', content),
  tool_call: (chat, { active }) => ({ ...chat, toolActive: active }),
  cancelled: (chat) => (chat.streaming ? { ...chat, streaming: { ...chat.streaming, stopped: true } } : chat),
  message: (chat, { message }, isOwn) => {
    if (!isOwn) return withMessage(chat, message);
    return { ...withMessage(chat, chat.streaming?.stopped ? { ...message, partial: true } : message), streaming: null };
  },
};

/** The chat after the event. Events of other chats change nothing. */
export function nextChat(chat: ChatState, event: Frame & InChat, uiSessionId: string | null): ChatState {
  const step = STEPS[event.type as keyof ServerEvents] as ((chat: ChatState, event: Frame, isOwn: boolean) => ChatState) | undefined;
  const open = chat.session?.session_id;
  if (!step || (event.session_id ?? open) !== (open ?? event.session_id)) return chat;
  const isOwn = (event.user_session_id ?? uiSessionId) === uiSessionId;
  // Of what another tab says in this chat, only whole messages are told.
  return isOwn || event.type.endsWith('message') ? step(chat, event, isOwn) : chat;
}

function withSession(chat: ChatState, change: ChatSummary): ChatState {
  return chat.session?.session_id === change.session_id ? { ...chat, session: { ...chat.session, ...change } } : chat;
}

/** One that is known stays where it is: it may be told twice. */
function withMessage(chat: ChatState, message: ChatMessage): ChatState {
  const { messages } = chat;
  const isKnown = messages.some(({ id }) => id === message.id);
  return { ...chat, messages: isKnown ? messages.map((one) => (one.id === message.id ? message : one)) : [...messages, message] };
}

function withDelta(chat: ChatState, text: string, thoughts: string): ChatState {
  const before = chat.streaming ?? BEGUN;
  return { ...chat, streaming: { ...before, text: before.text + text, thoughts: before.thoughts + thoughts } };
}

/** An answer that was cut off stays to be read. */
function ended(chat: ChatState): ChatState {
  const { streaming, interactionId } = chat;
  const over = { ...chat, streaming: null, interactionId: null, toolActive: false };
  if (!streaming?.text) return over;
  return withMessage(over, { id: `partial-${interactionId}`, role: 'assistant', content: streaming.text, partial: true });
}
