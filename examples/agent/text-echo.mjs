// SPDX-License-Identifier: Apache-2.0
// Text chat on the topic that LiveKit's client components show: greets each person once and answers their messages, by a
// model if there is one, else by echoing them.

const CHAT_TOPIC = 'lk.chat';
const MAX_ECHO_CHARS = 4_000;

export class TextEcho {
  #room;
  #greeting;
  #logger;
  #model;
  #greeted = new Set();

  /** `greeting`: what it says first to everybody; `model`: what answers, if there is one. */
  constructor(room, greeting, logger, model) {
    this.#room = room;
    this.#greeting = greeting;
    this.#logger = logger;
    this.#model = model;
  }

  /** Answers messages from identities that `mayTalk` accepts. Call before connecting, so that none is missed. */
  listen(mayTalk) {
    this.#room.registerTextStreamHandler(CHAT_TOPIC, async (reader, { identity }) => {
      if (!mayTalk(identity)) return reader.close();
      this.greet(identity);
      try {
        const message = await readBounded(reader);
        this.#logger.info({ event: 'text', identity, chars: message.length }, 'text message');
        await this.#send(await this.#answer(message, identity), identity);
      } catch (error) {
        this.#logger.warn({ event: 'text_failed', identity, error: error.message }, 'text message not answered');
      }
    });
  }

  greet(identity) {
    if (this.#greeted.has(identity)) return;
    this.#greeted.add(identity);
    this.#send(this.#greeting, identity).then(
      () => this.#logger.info({ event: 'greeted', identity }, 'greeted'),
      (error) => this.#logger.warn({ event: 'greeting_failed', identity, error: error.message }, 'greeting not sent'),
    );
  }

  async #answer(message, identity) {
    try {
      if (this.#model) return await this.#model.reply(message, identity);
    } catch (error) {
      this.#logger.warn({ event: 'model_failed', identity, error: error.message }, 'the model did not answer');
    }
    return `You said: ${message}`;
  }

  forget(identity) {
    this.#greeted.delete(identity);
    this.#model?.forget(identity);
  }

  /** Only to the writer: what was written to the agent in private stays private. */
  #send(text, identity) {
    return this.#room.localParticipant.sendText(text, { topic: CHAT_TOPIC, destinationIdentities: [identity] });
  }
}

async function readBounded(reader) {
  let text = '';
  for await (const chunk of reader) {
    text += chunk;
    if (text.length > MAX_ECHO_CHARS) return `${text.slice(0, MAX_ECHO_CHARS)}…`;
  }
  return text;
}
