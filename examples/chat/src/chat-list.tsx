// SPDX-License-Identifier: Apache-2.0
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import type { ChatSummary } from '@stagedoor/realtime-core';
import { useChat, useChatSessionList } from '@stagedoor/realtime-react';
import { BinIcon, NewIcon, PenIcon } from './icons';
import { Modal } from './modal';
import { useReport } from './notices';
import { nameOf, whenOf } from './words';

const PAGE_SIZE = 20;
const TYPING = 250;

type Asked = { readonly what: 'rename' | 'delete'; readonly chat: ChatSummary } | null;

/** The person's chats: to search, open, rename and delete. */
export function ChatList({ onOpened }: { readonly onOpened: () => void }) {
  const { session, messages, newChat, resumeChat } = useChat();
  const [typed, setTyped] = useState('');
  const query = useSettled(typed.trim());
  const { chats, total, isLoading, hasMore, loadMore, error } = useChatSessionList({ pageSize: PAGE_SIZE, query: query || undefined });
  const [asked, ask] = useState<Asked>(null);
  const shown = useDeferredValue(chats);
  const search = useRef<HTMLInputElement>(null);
  const report = useReport();

  const open = (action: Promise<void>) => action.then(onOpened, report);
  return (
    <>
      <button className="new-chat" type="button" onClick={() => (messages.length > 0 ? open(newChat()) : onOpened())}>
        <NewIcon /> New chat
      </button>
      <input ref={search} className="search" type="search" aria-label="Search chats" placeholder="Search chats" maxLength={200} value={typed} onChange={(event) => setTyped(event.target.value)} />
      <p className="for-readers" role="status">{query && !isLoading ? `${total} ${total === 1 ? 'chat' : 'chats'} found` : ''}</p>
      {error && <p className="hint">The chats could not be loaded.</p>}
      {!error && !isLoading && shown.length === 0 && (
        <p className="hint">{query ? `No chat is called “${query}”.` : 'Your chats will be here, as soon as you have said something.'}</p>
      )}
      <ul className="chats">
        {shown.map((chat) => (
          <li key={chat.session_id} data-open={chat.session_id === session?.session_id}>
            <button className="chat" type="button" aria-current={chat.session_id === session?.session_id ? 'page' : undefined} onClick={() => open(resumeChat(chat.session_id))}>
              <span className="name">{nameOf(chat.session_name)}</span>
              <span className="when">{whenOf(chat.updated_at)}</span>
            </button>
            <button className="quiet" type="button" aria-label={`Rename ${nameOf(chat.session_name)}`} onClick={() => ask({ what: 'rename', chat })}><PenIcon /></button>
            <button className="quiet" type="button" aria-label={`Delete ${nameOf(chat.session_name)}`} onClick={() => ask({ what: 'delete', chat })}><BinIcon /></button>
          </li>
        ))}
      </ul>
      {hasMore && <button className="more" type="button" aria-disabled={isLoading} onClick={() => !isLoading && void loadMore()}>{isLoading ? 'Loading…' : 'Show more'}</button>}
      {asked?.what === 'rename' && <Rename chat={asked.chat} onClose={() => ask(null)} />}
      {asked?.what === 'delete' && <Delete chat={asked.chat} onClose={() => ask(null)} onDeleted={() => search.current?.focus()} />}
    </>
  );
}

interface AboutChat {
  readonly chat: ChatSummary;
  readonly onClose: () => void;
}

function Rename({ chat, onClose }: AboutChat) {
  const { renameChat } = useChat();
  const report = useReport();
  const [name, setName] = useState(nameOf(chat.session_name));
  const confirm = () => {
    onClose();
    if (name.trim()) renameChat(name.trim(), chat.session_id).catch(report);
  };
  return (
    <Modal title="Rename chat" confirm="Rename" onConfirm={confirm} onClose={onClose}>
      <label htmlFor="chat-name">Name</label>
      <input id="chat-name" value={name} maxLength={200} required onChange={(event) => setName(event.target.value)} onFocus={(event) => event.target.select()} />
    </Modal>
  );
}

function Delete({ chat, onClose, onDeleted }: AboutChat & { readonly onDeleted: () => void }) {
  const { deleteChat } = useChat();
  const report = useReport();
  const confirm = () => {
    onClose();
    // The button that had the focus is gone then.
    deleteChat(chat.session_id).then(onDeleted, report);
  };
  return (
    <Modal title="Delete chat?" confirm="Delete" isDangerous onConfirm={confirm} onClose={onClose}>
      <p>“{nameOf(chat.session_name)}” will be gone for good.</p>
    </Modal>
  );
}

/** The value once typing has paused. */
function useSettled(value: string): string {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), TYPING);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
