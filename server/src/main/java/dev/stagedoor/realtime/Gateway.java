// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.Agents;
import dev.stagedoor.chatusers.Place;
import dev.stagedoor.chatusers.Places;
import dev.stagedoor.chatusers.policy.Resources;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.MemoryShares;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.realtime.chat.Chat;
import dev.stagedoor.realtime.chat.Chats;
import dev.stagedoor.realtime.chat.Owner;
import dev.stagedoor.realtime.chat.Turns;
import dev.stagedoor.realtime.events.EventLog;
import dev.stagedoor.realtime.files.UserFiles;
import dev.stagedoor.realtime.voice.Voices;
import dev.stagedoor.realtime.wire.Frames;
import dev.stagedoor.sessions.AgentTokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of this node, and what they stand on. */
final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final DataSize TOLD = DataSize.parse("32MiB");
    private static final Pattern UI_SESSION = Pattern.compile("ui_[A-Za-z0-9_-]{32}");

    private final Means means;
    private final Voices voices;
    private final Chats chats;
    private final Arrivals arrivals;
    private final MemoryShares telling =
            new MemoryShares(TOLD, "Too many pages of this tenant are being told their chats.");
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();

    /** What it stands on. */
    record Means(
            Foundation on,
            Places places,
            EventLog log,
            Interactions interactions,
            UserFiles files,
            AgentTokens tokens,
            RealtimeConfig config) {}

    /** What a client wants to have opened; empty where it does not say. */
    record Wanted(String uiSession, String chat, String agent) {}

    /**
     * A connection's UI session.
     *
     * @param resumed whether it was there before
     * @param running the answer that is in progress for it
     * @param begun   its chat, if that is new
     */
    record Attached(UiSession ui, boolean resumed, Optional<Turns.InProgress> running, Optional<Chat> begun) {}

    Gateway(Means means, Voices voices) {
        this.means = means;
        this.voices = voices;
        this.chats = new Chats(means.on().database(), means.on().clock());
        this.arrivals = new Arrivals(means, chats);
    }

    /** The chats. */
    Chats chats() {
        return chats;
    }

    Voices voices() {
        return voices;
    }

    Means means() {
        return means;
    }

    /** How many connections this node has. */
    int open() {
        return connections.size();
    }

    /** A connection's own id. */
    static String connection() {
        return "con_" + UiSession.newId().substring(3);
    }

    /** The UI session that the connection wants to come back to; empty if it wants none. */
    static String known(Wanted wanted) {
        return UI_SESSION.matcher(wanted.uiSession()).matches() ? wanted.uiSession() : "";
    }

    /** What a connection's place goes by: one that comes again takes its own. */
    static String placeOf(Wanted wanted) {
        String known = known(wanted);
        return known.isEmpty() ? UiSession.newId() : known;
    }

    /** How long a connection with that token may last. */
    Presence presence(Presence.Token token) {
        return new Presence(means.on().clock(), means.config().heartbeat(), token);
    }

    /** Takes a place on a chat user for a connection. */
    Place place(Principal.AppUser by, Wanted wanted) {
        try {
            return means.places().connect(by, placeOf(wanted));
        } catch (StaleEpoch moved) {
            // It was admitted by what has changed since, and must be admitted anew.
            means.on().snapshots().drop(moved);
            throw Problem.of(ErrorCode.BUSY, "The tenant has changed meanwhile; try again.")
                    .causedBy(moved);
        }
    }

    /** The UI session that the connection has from now on: the one that it wants, if it is its owner's; or a new one. */
    Attached attach(Connection connection, Place place, Wanted wanted) {
        Owner owner = new Owner(place.chatUser().value(), place.user());
        Attached attached = arrivals.attach(
                place.tenant(),
                new Arrivals.Arrival(connection.id(), owner, known(wanted), wanted.chat(), null),
                () -> agentFor(place, wanted.agent()));
        Connection before = connections.put(attached.ui().id(), connection);
        if (before != null && before != connection) {
            before.contested();
            connection.contested();
        }
        return attached;
    }

    /** The connection is closed. */
    void left(Connection connection, UiSession ui, TenantId tenant) {
        connections.remove(ui.id(), connection);
        try {
            arrivals.leave(tenant, new Arrivals.Departure(connection.id(), ui.id()));
        } catch (RuntimeException failed) {
            LOG.debug("a UI session keeps a connection that has left", failed);
        }
    }

    /** The token that a client renews its connection by: of the same session, or none. */
    Presence.Token tokenOf(Principal.AppUser by, String text) {
        Instant now = means.on().clock().instant();
        AgentTokens.Claims claims = means.tokens().verify(text, now);
        if (!claims.tenant().equals(by.tenant()) || !claims.session().equals(by.session())) {
            throw Problem.of(ErrorCode.UNAUTHENTICATED, "The token is of another session.");
        }
        return new Presence.Token(now, claims.expiresAt());
    }

    /** What the connection may use now. */
    Resources resources(Place place) {
        return current(
                place,
                snapshot -> means.on()
                        .snapshots()
                        .judge(snapshot, () -> means.places().resources(snapshot, place)));
    }

    /** No router repeats what is said in a socket. */
    private <T> T current(Place place, Function<Snapshot, T> work) {
        return means.on().snapshots().current(place.tenant(), work);
    }

    /** The agents that it may reach. */
    List<Agent> agents(Place place) {
        Resources resources = resources(place);
        return current(
                place,
                snapshot -> snapshot.get(Agents.ENABLED, place.tenant()).stream()
                        .filter(resources::permitsAgent)
                        .flatMap(slug -> snapshot.get(Agents.AGENT, slug).stream())
                        .toList());
    }

    /** That agent, if the connection may reach it. */
    Optional<Agent> agent(Place place, String slug) {
        if (slug.isEmpty() || !resources(place).permitsAgent(slug)) {
            return Optional.empty();
        }
        return current(place, snapshot -> snapshot.get(Agents.AGENT, slug).filter(Agent::enabled));
    }

    /**
     * That agent.
     *
     * @throws Problem {@code not_found} if the connection may not reach it
     */
    Agent reachable(Place place, String slug) {
        return agent(place, slug).orElseThrow(() -> Problem.notFound("agent"));
    }

    /** The key of the agent of the chat that is open; empty if that is gone. */
    String agentOf(Place place, UiSession ui) {
        return chats.chat(place.tenant(), ui.owner(), ui.chat())
                .map(Chat::agent)
                .orElse("");
    }

    /** The form of audio with that agent, who is looked up only if there may be any; null in JSON if there is none. */
    JsonNode audio(Place place, Supplier<String> slug) {
        boolean speaks = voices.hasBridge()
                && agent(place, slug.get())
                        .filter(agent -> current(place, snapshot -> voices.missing(snapshot, agent))
                                .isEmpty())
                        .isPresent();
        return speaks ? Frames.audio() : NullNode.getInstance();
    }

    private ObjectNode changed(Place place, Chats.Whole whole) {
        return Frames.chatChanged(whole).set("audio", audio(place, whole.chat()::agent));
    }

    /** Tells all of a chat, which counts as its tenant's memory for as long as the client takes to read it (I7). */
    @SuppressWarnings("try") // The share is only held.
    void tell(Place place, Chats.Whole whole, Consumer<ObjectNode> to) {
        try (MemoryShares.Held held = telling.take(place.tenant(), whole.size())) {
            to.accept(changed(place, whole));
        }
    }

    /**
     * The place of a connection whose UI session is another than it wanted to come back to: it must not stand in for one that
     * goes by the same name.
     */
    Place placeOf(Principal.AppUser by, Place place, Wanted wanted, Attached attached) {
        String known = known(wanted);
        if (known.isEmpty() || known.equals(attached.ui().id())) {
            return place;
        }
        Place own = means.places().connect(by, attached.ui().id());
        place.close();
        if (!own.chatUser().equals(place.chatUser())) {
            own.close();
            throw Problem.of(ErrorCode.BUSY, "The user was given another chat user meanwhile; try again.");
        }
        return own;
    }

    /** The key of the agent of a new chat: the one that is wanted, or the first there is; empty if there is none. */
    String agentFor(Place place, String wanted) {
        return agent(place, wanted)
                .or(() -> agents(place).stream().findFirst())
                .map(Agent::slug)
                .orElse("");
    }
}
