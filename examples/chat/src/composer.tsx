// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useAudio, useChat, useConnection, useTurnState, type FileUpload } from '@stagedoor/realtime-react';
import { ClipIcon, CrossIcon, FileIcon, SendIcon, StopIcon } from './icons';
import { useReport } from './notices';
import { PushToTalk, VoiceStatus } from './push-to-talk';
import { sizeOf } from './words';

interface ComposerProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onSend: () => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly uploads: FileUpload;
  readonly hasAgent: boolean;
  readonly agent: string;
}

/** Where the person writes next. On a touch screen, the keyboard would cover the chat. */
export function focusMessage(): void {
  if (matchMedia('(pointer: fine)').matches) document.getElementById('message')?.focus();
}

export function Composer({ text, onText, onSend, onFiles, uploads, hasAgent, agent }: ComposerProps) {
  const { isAnswering, cancel, session } = useChat();
  const { canSend } = useTurnState();
  const { isConnected } = useConnection();
  const audio = useAudio({ workletUrl: '/worklet.js' });
  const report = useReport();
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const hasWords = text.trim() !== '' || uploads.files.length > 0;
  const isReady = canSend && hasAgent && !uploads.isUploading && hasWords;
  const canStop = isAnswering && isConnected;

  useEffect(focusMessage, [session?.session_id]);
  useEffect(() => {
    if (!canStop) return;
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]')) cancel().catch(report);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [canStop, cancel, report]);

  /** A connection stands a moment before the server listens: what is sent meanwhile goes as soon as it does. */
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    if (!isDue) return;
    if (isReady) onSend();
    if (isReady || !isConnected) setDue(false);
  }, [isDue, isReady, isConnected, onSend]);

  const send = () => {
    if (isReady) onSend();
    else if (uploads.isUploading) report(new Error('A file is still on its way. Send the message when it is there.'));
    else if (hasWords && !isConnected) report({ code: 'not_connected' });
    else if (hasWords && isAnswering) report({ code: 'not_your_turn' });
    else if (hasWords) setDue(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends what an input method composes.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    onFiles([...event.clipboardData.files]);
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
        field.current?.focus();
      }}
    >
      <VoiceStatus {...audio} agent={agent} />
      <Attached uploads={uploads} />
      <div className="row">
        <input ref={picker} type="file" multiple hidden onChange={({ target }) => (onFiles([...(target.files ?? [])]), (target.value = ''))} />
        <button className="round" type="button" aria-label="Attach files" onClick={() => picker.current!.click()}><ClipIcon /></button>
        <textarea ref={field} id="message" aria-label="Message" placeholder="Write a message" rows={1} maxLength={15_000} value={text} aria-describedby="keys" onChange={(event) => (setDue(false), onText(event.target.value))} onKeyDown={onKeyDown} onPaste={onPaste} />
        <PushToTalk {...audio} />
        {isAnswering
          ? <button className="round primary" type="button" aria-label="Stop the answer" aria-keyshortcuts="Escape" aria-disabled={!canStop} onClick={() => canStop && cancel().catch(report)}><StopIcon /></button>
          : <button className="round primary" type="submit" aria-label="Send" aria-disabled={!isReady}><SendIcon /></button>}
      </div>
      <p id="keys" className="keys">Enter sends, Shift + Enter begins a line, Escape stops an answer.</p>
    </form>
  );
}

function Attached({ uploads: { chosen, error, remove } }: { readonly uploads: FileUpload }) {
  const report = useReport();
  useEffect(() => {
    if (error) report(error);
  }, [error, report]);
  if (chosen.length === 0) return null;
  return (
    <ul className="attached" aria-label="Attached files">
      {chosen.map(({ id, filename, size, progress, stored }) => (
        <li key={id}>
          <FileIcon /> <span className="name">{filename}</span>
          {' '}
          {stored ? <span className="size">{sizeOf(size)}</span> : <progress aria-label={`Uploading ${filename}`} max={1} value={progress} />}
          <button className="quiet" type="button" aria-label={`${stored ? 'Remove' : 'Cancel'} ${filename}`} onClick={() => remove(id)}><CrossIcon /></button>
        </li>
      ))}
    </ul>
  );
}
