// SPDX-License-Identifier: Apache-2.0
// Answers by the agent's model. No key is here: Stagedoor gives this job a lease, which stands where an Anthropic client
// puts its key. With the vendor's SDK it would be new Anthropic({ baseURL, apiKey: lease }).

const MAX_TOKENS = 500;
const REMEMBERED = 20;
/** A lease is renewed a little before it ends. */
const EARLY_MS = 30_000;

export class Model {
  #server;
  #call;
  #token;
  #lease;
  #history = new Map();

  /** The model of a call that offers a lease; undefined for another call, or if Stagedoor's URL is not known. */
  static of(call, token, server = process.env.STAGEDOOR_URL) {
    return call.model_lease && server ? new Model(call, token, server) : undefined;
  }

  constructor(call, token, server) {
    this.#call = call;
    this.#token = token;
    this.#server = server;
  }

  /** What the model answers to that person's message. */
  async reply(message, identity) {
    const before = this.#history.get(identity) ?? [];
    const messages = [...before, { role: 'user', content: message }];
    const answer = await this.#ask(messages);
    this.#history.set(identity, [...messages, { role: 'assistant', content: answer }].slice(-REMEMBERED));
    return answer;
  }

  forget(identity) {
    this.#history.delete(identity);
  }

  async #ask(messages) {
    const { lease, base_path: path, model } = await this.#leased();
    const response = await fetch(`${this.#server}${path}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01', 'x-api-key': lease },
      body: JSON.stringify({ model, max_tokens: MAX_TOKENS, system: this.#system(), messages, stream: true }),
    });
    if (!response.ok) throw new Error(await problem(response));
    let text = '';
    for await (const event of events(response.body)) {
      if (event.type === 'error') throw new Error(event.error.message);
      text += event.delta?.text ?? '';
    }
    return text;
  }

  #system() {
    return this.#call.agent?.system_prompt ?? 'You are a friendly demo agent. Answer in a sentence or two.';
  }

  /** This job's own token proves to Stagedoor that it is the agent of that dispatch. */
  async #leased() {
    if (this.#lease && Date.parse(this.#lease.expires_at) - EARLY_MS > Date.now()) return this.#lease;
    const response = await fetch(`${this.#server}${this.#call.model_lease.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` },
      body: JSON.stringify({ dispatch_id: this.#call.dispatch_id }),
    });
    if (!response.ok) throw new Error(await problem(response));
    this.#lease = await response.json();
    return this.#lease;
  }
}

async function problem(response) {
  const body = await response.json().catch(() => ({}));
  return `${response.status} ${body.detail ?? body.error?.message ?? response.statusText}`;
}

/** The data of server-sent events. */
async function* events(body) {
  let rest = '';
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data:')) yield JSON.parse(line.slice('data:'.length));
    }
  }
}
