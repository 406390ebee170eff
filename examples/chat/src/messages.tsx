// SPDX-License-Identifier: Apache-2.0
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { ChatMessage, UploadedFile } from '@stagedoor/realtime-core';
import { useChat, useRealtimeClient } from '@stagedoor/realtime-react';
import { DownIcon, FileIcon } from './icons';
import { Markdown } from './markdown';
import { useReport } from './notices';
import { sizeOf } from './words';

/** How far from the end still counts as there, in pixels. */
const NEAR = 80;

interface MessagesProps {
  readonly agent: string;
  /** What was sent and has not arrived. */
  readonly sending: string | null;
  readonly isWaiting: boolean;
}

export function Messages({ agent, sending, isWaiting }: MessagesProps) {
  const { messages, streaming, isAnswering, toolActive } = useChat();
  const length = messages.length + (streaming?.text.length ?? 0) + (sending?.length ?? 0);
  const { scroller, isAtEnd, toEnd } = useFollowing(length, messages.length);
  // Its whole text is a message before the exchange is over.
  const isComing = isAnswering && (streaming !== null || messages.at(-1)?.role !== 'assistant');
  const isEmpty = messages.length === 0 && sending === null && !isAnswering;
  return (
    <div className="scroller" ref={scroller} tabIndex={0} role="region" aria-label="Messages">
      {isEmpty && !isWaiting && <Empty agent={agent} />}
      {isEmpty && isWaiting && <p className="hint center" role="status">One moment…</p>}
      <ol className="messages" aria-busy={isAnswering}>
        {messages.map((message) => <Message key={message.id} message={message} agent={agent} />)}
        {sending !== null && <Entry role="user" from="You" isPale><p className="plain">{sending || 'Sending…'}</p></Entry>}
        {isComing && (
          <Entry role="assistant" from={agent} isStreaming>
            {streaming?.text ? <Markdown text={streaming.text} /> : <p className="thinking">{toolActive ? 'Using a tool' : 'Thinking'}</p>}
          </Entry>
        )}
      </ol>
      {!isAtEnd && <button className="to-end" type="button" onClick={toEnd}><DownIcon /> Newest</button>}
    </div>
  );
}

function Empty({ agent }: { readonly agent: string }) {
  return (
    <div className="empty">
      <h2>Good to see you</h2>
      <p>{agent ? `Ask ${agent} something, or attach a file.` : 'There is no agent for you to talk to yet.'}</p>
    </div>
  );
}

function Message({ message, agent }: { readonly message: ChatMessage; readonly agent: string }) {
  const { role, content, files, partial } = message;
  const isOwn = role === 'user';
  return (
    <Entry role={role} from={isOwn ? 'You' : agent}>
      {isOwn ? content && <p className="plain">{content}</p> : <Markdown text={content} />}
      {partial && <p className="hint">The answer was cut off here.</p>}
      {files && files.length > 0 && <ul className="files">{files.map((file) => <li key={file.id}><Download file={file} /></li>)}</ul>}
    </Entry>
  );
}

interface EntryProps {
  readonly role: string;
  readonly from: string;
  readonly isPale?: boolean;
  readonly isStreaming?: boolean;
  readonly children: ReactNode;
}

function Entry({ role, from, isPale = false, isStreaming = false, children }: EntryProps) {
  return (
    <li className="message" data-role={role} data-pale={isPale} data-streaming={isStreaming}>
      <p className="from">{from}</p>
      <div className="text">{children}</div>
    </li>
  );
}

/** A file needs the token, which a plain link cannot send. */
function Download({ file }: { readonly file: UploadedFile }) {
  const client = useRealtimeClient();
  const report = useReport();
  async function save() {
    const url = URL.createObjectURL(await client.downloadFile(file.id));
    const link = Object.assign(document.createElement('a'), { href: url, download: file.filename });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
  return (
    <button className="file" type="button" onClick={() => save().catch(report)}>
      <FileIcon /> <span className="name">{file.filename}</span> <span className="size">{sizeOf(file.size)}</span>
    </button>
  );
}

/** Follows the end while the reader is there, and leaves them alone while they read above. */
function useFollowing(length: number, count: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);
  const toEnd = () => {
    const box = scroller.current!;
    isFollowing.current = true;
    box.scrollTop = box.scrollHeight;
  };
  useLayoutEffect(() => {
    const box = scroller.current!;
    const look = () => {
      isFollowing.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
      setAtEnd(isFollowing.current);
    };
    const resized = new ResizeObserver(() => isFollowing.current && toEnd());
    box.addEventListener('scroll', look, { passive: true });
    resized.observe(box);
    return () => {
      box.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    if (isFollowing.current) toEnd();
  }, [length, count]);
  return { scroller, isAtEnd, toEnd };
}
