// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { useAgents, useChat, useConnection, useFileUpload, useRealtimeClient } from '@stagedoor/realtime-react';
import type { Account } from './account';
import { Announcer } from './announcer';
import { ChatList } from './chat-list';
import { Composer, focusMessage } from './composer';
import { ConnectionBanner, useKeptConnection } from './connection';
import { MenuIcon } from './icons';
import { Messages } from './messages';
import { NoticeList, Notices, useReport } from './notices';
import { nameOf } from './words';

const MOST_FILES = 10;
const LARGEST_FILE = 10 * 1024 * 1024;

interface ChatPageProps {
  readonly account: Account;
  readonly name: string;
}

export function ChatPage(props: ChatPageProps) {
  return (
    <Notices>
      <Page {...props} />
    </Notices>
  );
}

function Page({ account, name }: ChatPageProps) {
  const connection = useKeptConnection(account);
  const { session } = useChat();
  const [isMenuOpen, showMenu] = useState(false);
  const menu = useRef<HTMLElement>(null);
  const menuButton = useRef<HTMLButtonElement>(null);
  const title = nameOf(session?.session_name);
  useEffect(() => {
    document.title = `${title} – Green Room`;
  }, [title]);
  useEffect(() => {
    if (isMenuOpen) menu.current?.querySelector('button')?.focus();
  }, [isMenuOpen]);
  const close = () => {
    if (!isMenuOpen) return;
    showMenu(false);
    menuButton.current?.focus();
  };
  const opened = () => {
    close();
    focusMessage();
  };
  return (
    <div className="page" data-menu={isMenuOpen}>
      <a className="skip" href="#message">Skip to the message</a>
      <aside ref={menu} id="chats" onKeyDown={({ key }) => key === 'Escape' && close()}>
        <nav aria-label="Chats"><ChatList onOpened={opened} /></nav>
        <footer>
          <span className="name" title={name}>{name}</span>
          <button className="link" type="button" onClick={() => void account.signOut()}>Sign out</button>
        </footer>
      </aside>
      {isMenuOpen && <div className="veil" onClick={close} />}
      <div className="conversation">
        <header inert={isMenuOpen}>
          <button ref={menuButton} className="quiet menu" type="button" aria-label="Chats" aria-expanded={isMenuOpen} aria-controls="chats" onClick={() => showMenu(true)}><MenuIcon /></button>
          <h1>{title}</h1>
          <AgentChoice />
        </header>
        <ConnectionBanner {...connection} isHidden={isMenuOpen} />
        {/* Above the open menu as well: what is done there may fail, too. */}
        <NoticeList />
        <Conversation account={account} isHidden={isMenuOpen} />
      </div>
    </div>
  );
}

/** With one agent only, its name is enough. */
function AgentChoice() {
  const { agents, current, setAgent } = useAgents();
  const { isAnswering } = useChat();
  const report = useReport();
  if (agents.length < 2) return <p className="agent">{current?.name ?? current?.agent_key}</p>;
  return (
    <select className="agent" aria-label="Agent" value={current?.agent_key ?? ''} disabled={isAnswering} onChange={({ target }) => setAgent(target.value).catch(report)}>
      {agents.map(({ agent_key, name }) => <option key={agent_key} value={agent_key}>{name ?? agent_key}</option>)}
    </select>
  );
}

function Conversation({ account, isHidden }: { readonly account: Account; readonly isHidden: boolean }) {
  const client = useRealtimeClient();
  const report = useReport();
  const { session } = useChat();
  const { isInitialized } = useConnection();
  const { agents, current } = useAgents();
  const uploads = useFileUpload();
  const [text, write] = useState(account.draft);
  const [sending, setSending] = useState<string | null>(null);
  const [isOver, setOver] = useState(false);
  const agent = current?.name ?? current?.agent_key ?? '';

  const chatId = session?.session_id;
  useEffect(() => account.keepDraft(text, chatId), [account, text, chatId]);
  useEffect(() => {
    const ends = [
      client.on('user_message', () => {
        if (client.getState().chat.interactionId !== null) setSending(null);
      }),
      client.on('error', (error) => {
        if (error.source === 'agent' || error.code === 'events_lost' || error.code.startsWith('audio_')) report(error);
      }),
    ];
    return () => ends.forEach((end) => end());
  }, [client, report]);

  async function send() {
    const said = text.trim();
    const fileIds = uploads.files.map(({ id }) => id);
    setSending(said);
    write('');
    try {
      await client.sendText(said, { fileIds });
      // What was attached meanwhile goes with the next one.
      fileIds.forEach(uploads.remove);
    } catch (error) {
      setSending(null);
      // What was written meanwhile stays, after it.
      write((later) => (later ? `${said}\n${later}` : said));
      account.keepDraft(said, chatId);
      report(error);
    }
  }

  function attach(files: readonly File[]) {
    const room = MOST_FILES - uploads.chosen.length;
    if (files.length > room) report(new Error(`A message can have ${MOST_FILES} files.`));
    for (const file of files.slice(0, room)) {
      if (file.size === 0) report(new Error(`“${file.name}” is empty.`));
      else if (file.size > LARGEST_FILE) report(new Error(`“${file.name}” is larger than 10 MiB.`));
      else void uploads.upload(file);
    }
  }

  const isFileDrag = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    <main
      inert={isHidden}
      data-over={isOver}
      onDragOver={(event) => isFileDrag(event) && (event.preventDefault(), setOver(true))}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={(event) => {
        if (!isFileDrag(event)) return;
        event.preventDefault();
        setOver(false);
        attach([...event.dataTransfer.files]);
      }}
    >
      <Messages agent={agent} sending={sending} isWaiting={!isInitialized} />
      <Announcer agent={agent || 'The agent'} />
      <Composer text={text} onText={write} onSend={() => void send()} onFiles={attach} uploads={uploads} hasAgent={agents.length > 0} agent={agent || 'the agent'} />
      {isOver && <div className="drop" aria-hidden="true">Drop files to attach them</div>}
    </main>
  );
}
