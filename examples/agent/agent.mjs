// SPDX-License-Identifier: Apache-2.0
// An agent worker that holds no model key: it greets everyone who joins, answers text by the lease that Stagedoor gives it
// (or echoes it), and plays audio back.
// Started as `node agent.mjs start`; each job process loads the same file again.

import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { AutoSubscribe, InferenceRunner, ServerOptions, cli, defineAgent, log } from '@livekit/agents';
import { DisconnectReason, ParticipantKind, RoomEvent, TrackKind } from '@livekit/rtc-node';
import { AudioEcho } from './audio-echo.mjs';
import { callMetadata, greeting } from './call-metadata.mjs';
import { Model } from './model.mjs';
import { PhoneKeys } from './phone-keys.mjs';
import { TextEcho } from './text-echo.mjs';

export default defineAgent({ entry });

let leave = () => process.exit(0);

/** One job: one room, from joining it until the room closes or the worker stops. */
async function entry(ctx) {
  leave = () => ctx.shutdown('the worker is gone');
  const call = callMetadata(ctx.job.metadata);
  const logger = log().child({ agent: ctx.job.agentName, room: ctx.job.room?.name, call: call.call_id, dispatch: call.dispatch_id });
  const text = new TextEcho(ctx.room, greeting(call), logger, Model.of(call, ctx.info.token));
  const audio = new AudioEcho(ctx.room, logger);

  // Two echoing agents in one room would answer each other forever, so agents are ignored.
  const isPerson = (participant) => participant.kind !== ParticipantKind.AGENT;

  ctx.room
    .on(RoomEvent.ParticipantConnected, (participant) => {
      logger.info({ event: 'participant_joined', identity: participant.identity }, 'participant joined');
      if (isPerson(participant)) text.greet(participant.identity);
    })
    .on(RoomEvent.ParticipantDisconnected, (participant) => {
      logger.info({ event: 'participant_left', identity: participant.identity }, 'participant left');
      text.forget(participant.identity);
    })
    .on(RoomEvent.TrackSubscribed, (track, _publication, participant) => {
      if (track.kind === TrackKind.KIND_AUDIO && isPerson(participant)) audio.add(track, participant.identity);
    })
    .on(RoomEvent.TrackUnsubscribed, (track) => audio.remove(track))
    .on(RoomEvent.Disconnected, (reason) =>
      logger.info({ event: 'left', reason: DisconnectReason[reason] }, 'left the room'),
    );
  text.listen((identity) => {
    // LiveKit announces a participant who publishes nothing up to 3 s late, so a writer may not be known yet.
    const participant = ctx.room.remoteParticipants.get(identity);
    return participant === undefined || isPerson(participant);
  });
  ctx.addShutdownCallback(() => audio.close());

  await ctx.connect(undefined, AutoSubscribe.AUDIO_ONLY);
  new PhoneKeys(ctx.room, logger).listen();
  await audio.publish();
  // The attribute from which LiveKit's client components show the agent's state.
  await ctx.room.localParticipant.setAttributes({ 'lk.agent.state': 'listening' });
  logger.info({ event: 'joined', identity: ctx.room.localParticipant.identity }, 'joined the room');
  for (const participant of ctx.room.remoteParticipants.values()) {
    if (isPerson(participant)) text.greet(participant.identity);
  }
}

/** The worker process itself: checks its environment, then registers with the tenant's LiveKit server. */
async function start() {
  const missing = ['LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'].filter((name) => !process.env[name]);
  if (missing.length > 0) fail(`${missing.join(', ')} not set: this worker serves one LiveKit project and needs its url, key and secret`);
  if (!/^(wss?|https?):\/\//.test(process.env.LIVEKIT_URL)) fail('LIVEKIT_URL must start with ws://, wss://, http:// or https://');
  const agentName = process.env.AGENT_NAME || 'demo';

  // No model runs here, so the framework's shared inference process would only cost memory.
  InferenceRunner.registerRunner = () => {};
  // Job processes inherit it; without it @livekit/rtc-node logs at debug level.
  process.env.NODE_ENV ??= 'production';
  if (process.env.EXIT_WITH_STDIN === '1') {
    process.stdin.resume().once('end', () => process.kill(process.pid, 'SIGTERM'));
  }
  cli.runApp(
    new ServerOptions({
      agent: fileURLToPath(import.meta.url),
      agentName,
      requestFunc: (request) => request.accept(agentName),
      host: process.env.HEALTH_HOST || '127.0.0.1',
      port: await healthPort(process.env.HEALTH_PORT),
      numIdleProcesses: 1,
      // Load is jobs, not CPU: on a small machine a busy second would silently turn callers away.
      loadFunc: async (worker) => worker.activeJobs.length / MAX_JOBS,
      loadThreshold: 1,
      // Participants are told that the agent is leaving, not kept until they hang up.
      drainTimeout: 500,
      shutdownProcessTimeout: 3_000,
    }),
  );
}

const MAX_JOBS = 20;

/** The requested port, else a free one: the framework's fixed 8081 would collide for the second tenant's worker. */
async function healthPort(asked) {
  if (asked) {
    const port = Number(asked);
    if (!Number.isInteger(port) || port < 1 || port > 65535) fail('HEALTH_PORT must be a port number from 1 to 65535');
    return port;
  }
  const probe = createServer();
  await new Promise((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function fail(message) {
  console.error(`agent: ${message}`);
  process.exit(2);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await start();
} else if (process.send) {
  // A job process whose worker was killed would stay in its room for another 15 s; it leaves at once instead.
  process.once('disconnect', () => leave());
}
