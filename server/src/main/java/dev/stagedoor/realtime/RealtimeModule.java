// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.chatusers.Places;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.realtime.agent.TextAgents;
import dev.stagedoor.realtime.chat.Chats;
import dev.stagedoor.realtime.events.EventLog;
import dev.stagedoor.sessions.SessionsModule;
import dev.stagedoor.tenants.Erasure;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.List;

/** Puts the realtime gateway together. */
public final class RealtimeModule implements FeatureModule {
    private static final Duration KEEP = Duration.ofSeconds(1);

    private final EventLog log;
    private final Interactions interactions;
    private final RealtimeRoutes routes;

    /** What the gateway stands on. */
    public record Doors(SessionsModule sessions, Places places, TextAgents agents) {}

    /** Constructs everything. */
    public RealtimeModule(Foundation on, Doors doors, RealtimeConfig config) {
        String node = Ids.next("node", on.clock().instant());
        this.log = new EventLog(on.database(), node, config.eventsKept());
        this.interactions = new Interactions(on, log, doors.agents(), node, config.history());
        SessionsModule sessions = doors.sessions();
        Gateway gateway =
                new Gateway(new Gateway.Means(on, doors.places(), log, interactions, sessions.tokens(), node, config));
        SocketEntrance entrance =
                new SocketEntrance(sessions.sessions(), sessions.tokens(), new Tickets(on), on.clock());
        this.routes = new RealtimeRoutes(gateway, sessions.sessions(), entrance, sessions.entrance(), on.clock());
        Gauge.builder("stagedoor.realtime.connections", gateway, Gateway::open)
                .description("WebSockets of app users that are open on this node")
                .register(on.meters());
        Gauge.builder("stagedoor.realtime.interactions", interactions, Interactions::running)
                .description("Answers of agents to app users that are in progress on this node")
                .register(on.meters());
    }

    /** A deleted tenant has no chats. */
    public static Erasure erasure() {
        return change -> {
            TicketStore.eraseAll(change.tx());
            UiSessionStore.eraseAll(change.tx());
            Chats.eraseAll(change.tx());
        };
    }

    @Override
    public List<Route<?>> routes() {
        return routes.all();
    }

    @Override
    public List<Job> jobs() {
        return List.of(new Job("interactions kept", KEEP, interactions::keep));
    }

    @Override
    public void close() {
        interactions.close();
        log.close();
    }
}
