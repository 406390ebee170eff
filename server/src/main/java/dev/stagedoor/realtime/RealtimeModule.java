// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.calls.Calls;
import dev.stagedoor.chatusers.Places;
import dev.stagedoor.chatusers.upstream.Connections;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.outbound.GuardedAddress;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.realtime.agent.TextAgents;
import dev.stagedoor.realtime.chat.Chats;
import dev.stagedoor.realtime.entrance.SocketEntrance;
import dev.stagedoor.realtime.events.EventLog;
import dev.stagedoor.realtime.files.UserFiles;
import dev.stagedoor.realtime.voice.Voices;
import dev.stagedoor.sessions.SessionsModule;
import dev.stagedoor.sessions.UserErasure;
import dev.stagedoor.tenants.Erasure;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Puts the realtime gateway together. */
public final class RealtimeModule implements FeatureModule {
    private static final Duration KEEP = Duration.ofSeconds(1);

    private final EventLog log;
    private final Interactions interactions;
    private final Voices voices;
    private final RealtimeRoutes routes;
    private final FileRoutes files;
    private final ChatRoutes chats;

    /** What the gateway stands on. */
    public record Doors(
            SessionsModule sessions,
            Places places,
            Connections upstreams,
            TextAgents agents,
            Calls calls,
            Projects projects,
            GuardedAddress addresses) {}

    /** Constructs everything. */
    public RealtimeModule(Foundation on, Doors doors, RealtimeConfig config) {
        String node = Ids.next("node", on.clock().instant());
        this.log = new EventLog(on.database(), node, config.eventsKept());
        UserFiles userFiles = new UserFiles(on, new UserFiles.Limits(config.longestFile(), config.filesPerUser()));
        this.interactions =
                new Interactions(on, new Interactions.Means(log, doors.agents(), userFiles, node, config.history()));
        SessionsModule sessions = doors.sessions();
        this.voices = new Voices(
                on,
                new Voices.Doors(doors.calls(), doors.projects(), doors.addresses(), sessions.sessions()::admitAgain),
                config.voice());
        Gateway gateway = new Gateway(
                new Gateway.Means(on, doors.places(), log, interactions, userFiles, sessions.tokens(), config), voices);
        SocketEntrance entrance = new SocketEntrance(on, sessions.sessions(), sessions.tokens());
        this.routes = new RealtimeRoutes(
                new RealtimeRoutes.Doors(gateway, doors.upstreams(), sessions.sessions()),
                entrance,
                sessions.entrance(),
                on.clock());
        this.files = new FileRoutes(userFiles, entrance);
        this.chats = new ChatRoutes(on.database(), interactions, gateway.chats(), entrance);
        Gauge.builder("stagedoor.realtime.connections", gateway, Gateway::open)
                .description("WebSockets of app users that are open on this node")
                .register(on.meters());
        Gauge.builder("stagedoor.realtime.interactions", interactions, Interactions::running)
                .description("Answers of agents to app users that are in progress on this node")
                .register(on.meters());
        Gauge.builder("stagedoor.realtime.voices", voices, Voices::open)
                .description("App users who speak with an agent through this node")
                .register(on.meters());
    }

    /** A deleted tenant has no chats. */
    public static Erasure erasure() {
        return change -> {
            SocketEntrance.eraseAll(change.tx());
            UiSessionStore.eraseAll(change.tx());
            Chats.eraseAll(change.tx());
            UserFiles.eraseAll(change.tx());
        };
    }

    /** An erased app user has no chats and no files. */
    public static UserErasure userErasure() {
        return (change, user) -> UiSessionStore.erase(change.tx(), user)
                + Chats.erase(change.tx(), user)
                + UserFiles.erase(change.tx(), user);
    }

    @Override
    public List<Route<?>> routes() {
        return Stream.of(routes.all(), files.all(), chats.all())
                .<Route<?>>flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Job> jobs() {
        return List.of(new Job("interactions kept", KEEP, interactions::keep));
    }

    @Override
    public void close() {
        voices.close();
        interactions.close();
        log.close();
    }
}
