// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react';
import { useRealtimeClient } from '@stagedoor/realtime-react';

const LONGEST = 1_000;

/** Reads an answer out when it is whole: read as it streams, its words would interrupt each other. */
export function Announcer({ agent }: { readonly agent: string }) {
  const client = useRealtimeClient();
  const [text, setText] = useState('');
  useEffect(() => {
    const ends = [
      // What another tab asks in this chat is answered there, and comes here whole.
      client.on('user_message', () => {
        if (client.getState().chat.interactionId !== null) setText(`${agent} is answering.`);
      }),
      client.on('message', ({ message }) => {
        const isStopped = client.getState().chat.messages.find(({ id }) => id === message.id)?.partial;
        if (message.role !== 'assistant' || isStopped) return;
        const isLong = message.content.length > LONGEST;
        setText(`${agent}: ${isLong ? `${message.content.slice(0, LONGEST)}… The rest is in the chat.` : message.content}`);
      }),
      client.on('cancelled', () => setText('The answer was stopped.')),
    ];
    return () => ends.forEach((end) => end());
  }, [client, agent]);
  return <p className="for-readers" role="status" data-testid="announcer">{text}</p>;
}
