// SPDX-License-Identifier: Apache-2.0
// Implements LiveKit's worker protocol itself, because the agents framework starts a process for every job.

import { JobStatus, JobType, ParticipantPermission, ServerMessage, WorkerMessage, WorkerStatus } from '@livekit/protocol';
import { ContinualGatheringPolicy, DisconnectReason, IceTransportType, Room, RoomEvent } from '@livekit/rtc-node';
import { AccessToken } from 'livekit-server-sdk';
import { WebSocket } from 'ws';

const LOAD_INTERVAL_MS = 2_500;
const MAX_RECONNECT_DELAY_MS = 5_000;
// A join holds about 140 sockets until ICE has settled; unbounded, 150 joins at once would use up 20,000.
const MAX_JOINS_AT_ONCE = 8;
const ROOM_OPTIONS = {
  autoSubscribe: false,
  dynacast: false,
  singlePeerConnection: true,
  rtcConfig: {
    iceTransportType: IceTransportType.TRANSPORT_ALL,
    continualGatheringPolicy: ContinualGatheringPolicy.GATHER_ONCE,
    iceServers: [],
  },
};

/** Accepts every job for its agent name, joins the room and stays until the room or the job ends. */
export class LightWorker {
  #config;
  #log;
  /** Job id → { room, joined, ended }, from assignment to the end. */
  #jobs = new Map();
  #joining = 0;
  #queue = [];
  #socket = null;
  #stopping = false;

  /** `config`: url, apiKey, apiSecret, agentName, maxJobs. `log(event, details)` is called once per event. */
  constructor(config, log) {
    this.#config = config;
    this.#log = log;
  }

  get connected() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Stays registered until `stop`, across restarts of the server. */
  async run() {
    let failures = 0;
    while (!this.#stopping) {
      try {
        await this.#session();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#log('connection_failed', { error: error.message });
      }
      if (!this.#stopping) {
        const delay = Math.min((failures + 1) * 500, MAX_RECONNECT_DELAY_MS);
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
  }

  /** Accepts no more jobs and leaves every room. */
  async stop() {
    this.#stopping = true;
    this.#reportLoad();
    await Promise.all([...this.#jobs.keys()].map((id) => this.#end(id)));
    this.#socket?.close();
  }

  /** One connection, from registering until it closes. */
  async #session() {
    const { url, apiKey, apiSecret, agentName } = this.#config;
    const token = new AccessToken(apiKey, apiSecret);
    token.addGrant({ agent: true });
    const socket = new WebSocket(`${url}/agent`, { headers: { authorization: `Bearer ${await token.toJwt()}` } });
    this.#socket = socket;
    socket.on('open', () => this.#send('register', { type: JobType.JT_ROOM, agentName, version: '1', allowedPermissions: PERMISSIONS }));
    socket.on('message', (data) => this.#receive(ServerMessage.fromBinary(new Uint8Array(data)).message));
    const load = setInterval(() => this.#reportLoad(), LOAD_INTERVAL_MS);
    try {
      await new Promise((resolve, reject) => socket.on('close', resolve).on('error', reject));
    } finally {
      clearInterval(load);
    }
    this.#log('connection_closed');
  }

  #receive({ case: kind, value }) {
    if (kind === 'register') this.#log('registered', { worker: value.workerId, agent: this.#config.agentName });
    if (kind === 'availability') this.#answer(value.job);
    if (kind === 'assignment') this.#start(value);
    if (kind === 'termination') this.#end(value.jobId);
  }

  #answer(job) {
    const available = !this.#stopping && this.#jobs.size < this.#config.maxJobs;
    if (!available) this.#log('refused', { job: job.id, room: job.room?.name });
    this.#send('availability', {
      jobId: job.id,
      available,
      participantIdentity: `agent-${job.id}`,
      participantName: this.#config.agentName,
      participantAttributes: { 'lk.agent.name': this.#config.agentName },
    });
  }

  #start({ job, url, token }) {
    const entry = { room: new Room(), ended: false };
    this.#jobs.set(job.id, entry);
    const about = { job: job.id, room: job.room?.name, ...callIds(job.metadata) };
    entry.room.once(RoomEvent.Disconnected, (reason) => {
      this.#jobs.delete(job.id);
      this.#send('updateJob', { jobId: job.id, status: JobStatus.JS_SUCCESS });
      this.#log('left', { ...about, reason: DisconnectReason[reason] });
    });
    entry.joined = this.#join(entry, url || this.#config.url, token).then(
      () => entry.ended || this.#log('joined', about),
      (error) => {
        this.#jobs.delete(job.id);
        this.#send('updateJob', { jobId: job.id, status: JobStatus.JS_FAILED, error: 'could not join the room' });
        this.#log('join_failed', { ...about, error: error.message });
      },
    );
  }

  async #join(entry, url, token) {
    if (this.#joining >= MAX_JOINS_AT_ONCE) await new Promise((resolve) => this.#queue.push(resolve));
    this.#joining += 1;
    try {
      // It may have been ended while waiting.
      if (entry.ended) throw new Error('ended before it joined');
      const connected = entry.room.connect(url, token, ROOM_OPTIONS);
      dropNativeLogs();
      await connected;
    } finally {
      this.#joining -= 1;
      this.#queue.shift()?.();
    }
  }

  /** Ends a job in any state: a room still being joined is left as soon as the join completes. */
  async #end(jobId) {
    const entry = this.#jobs.get(jobId);
    if (entry === undefined) return;
    entry.ended = true;
    await entry.joined;
    if (this.#jobs.has(jobId)) await entry.room.disconnect();
  }

  #reportLoad() {
    const load = this.#stopping ? 1 : Math.min(this.#jobs.size / this.#config.maxJobs, 1);
    this.#send('updateWorker', { load, status: load < 1 ? WorkerStatus.WS_AVAILABLE : WorkerStatus.WS_FULL });
  }

  #send(kind, value) {
    if (this.connected) this.#socket.send(new WorkerMessage({ message: { case: kind, value } }).toBinary());
  }
}

/** The ids of Stagedoor's call and dispatch, for the log; {} when something else sent the agent. */
function callIds(metadata) {
  try {
    const { call_id: call, dispatch_id: dispatch } = JSON.parse(metadata || '{}') ?? {};
    return { call, dispatch };
  } catch {
    return {};
  }
}

const PERMISSIONS = new ParticipantPermission({
  canPublish: true,
  canSubscribe: true,
  canPublishData: true,
  canUpdateMetadata: true,
  agent: true,
});

/**
 * Keeps the native library's log records, about 1,000 per join, from every room's event listener.
 * Each record would otherwise wake each room: the time for N joins grew with N squared.
 */
function dropNativeLogs() {
  const client = globalThis._ffiClientInstance;
  if (client === undefined || Object.hasOwn(client, 'emit')) return;
  const emit = client.emit.bind(client);
  client.emit = (name, event) => event.message?.case === 'logs' || emit(name, event);
}
