// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.BatchedLookup;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.realtime.chat.Chat;
import dev.stagedoor.realtime.chat.Chats;
import dev.stagedoor.realtime.chat.Owner;
import dev.stagedoor.realtime.chat.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that come and go. Those of a tenant that come while others are being served share a transaction, and so do
 * those that go: after a restart all of them come at once.
 */
final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    private static final Duration LONGEST_CONNECTION = Duration.ofDays(7);

    private final Gateway.Means means;
    private final Chats chats;
    private final Map<TenantId, BatchedLookup<Arrival, Gateway.Attached>> coming = new ConcurrentHashMap<>();
    private final Map<TenantId, BatchedLookup<Departure, Boolean>> going = new ConcurrentHashMap<>();

    Arrivals(Gateway.Means means, Chats chats) {
        this.means = means;
        this.chats = chats;
    }

    /**
     * A connection that comes.
     *
     * @param uiSession what it wants to come back to; empty for nothing
     * @param chat      what it wants to have opened, in a new UI session
     * @param agent     the key of the agent of a new chat; null if nobody has looked yet which that is
     */
    record Arrival(
            String connection,
            Owner owner,
            String uiSession,
            String chat,
            @Nullable String agent) {
        Arrival withAgent(String key) {
            return new Arrival(connection, owner, uiSession, chat, key);
        }
    }

    /** A connection that goes. */
    record Departure(String connection, String uiSession) {}

    /** The UI session that it has from now on: the one that it wants, if that is its owner's; or a new one. */
    Gateway.Attached attach(TenantId tenant, Arrival arrival, Supplier<String> agent) {
        BatchedLookup<Arrival, Gateway.Attached> lane =
                coming.computeIfAbsent(tenant, any -> new BatchedLookup<>(arrivals -> attached(tenant, arrivals)));
        // Who comes back to a chat needs no other: that is what most do when all come at once.
        Optional<Gateway.Attached> back = arrival.uiSession.isEmpty() ? Optional.empty() : lane.get(arrival);
        return back.or(() -> lane.get(arrival.withAgent(agent.get())))
                .orElseThrow(() -> Problem.of(ErrorCode.BUSY, "The connection could not be opened; try again."));
    }

    /** One that fails must not take the others with it, unless they would all wait for the same. */
    private Map<Arrival, Gateway.Attached> attached(TenantId tenant, List<Arrival> arrivals) {
        try {
            return together(tenant, arrivals);
        } catch (RuntimeException failed) {
            if (failed instanceof Problem || arrivals.size() == 1) {
                throw failed;
            }
            Map<Arrival, Gateway.Attached> each = new HashMap<>();
            for (Arrival arrival : arrivals) {
                try {
                    each.putAll(together(tenant, List.of(arrival)));
                } catch (RuntimeException alone) {
                    LOG.warn("a connection could not be opened", alone);
                }
            }
            return each;
        }
    }

    private Map<Arrival, Gateway.Attached> together(TenantId tenant, List<Arrival> arrivals) {
        Instant now = means.on().clock().instant();
        return means.on().database().storeAgain(tenant, tx -> {
            Map<Arrival, Gateway.Attached> attached = new HashMap<>();
            for (List<Arrival> round : rounds(arrivals)) {
                attached.putAll(resumed(tx, round, now));
            }
            List<Arrival> others = arrivals.stream()
                    .filter(arrival -> arrival.agent != null && !attached.containsKey(arrival))
                    .toList();
            attached.putAll(begun(tx, others, now));
            return attached;
        });
    }

    /** Those that come back; a UI session once in each round, in the order in which they came. */
    private static List<List<Arrival>> rounds(List<Arrival> arrivals) {
        List<List<Arrival>> rounds = new ArrayList<>();
        List<Arrival> left = arrivals.stream()
                .filter(arrival -> !arrival.uiSession.isEmpty())
                .toList();
        while (!left.isEmpty()) {
            Set<String> seen = new HashSet<>();
            Map<Boolean, List<Arrival>> split =
                    left.stream().collect(Collectors.partitioningBy(arrival -> seen.add(arrival.uiSession)));
            rounds.add(split.getOrDefault(true, List.of()));
            left = split.getOrDefault(false, List.of());
        }
        return rounds;
    }

    private Map<Arrival, Gateway.Attached> resumed(Tx tx, List<Arrival> arrivals, Instant now) {
        Map<String, UiSessionStore.Taken> taken =
                UiSessionStore.take(tx, arrivals, means.interactions().node(), now);
        List<UiSession> all =
                taken.values().stream().map(UiSessionStore.Taken::uiSession).toList();
        Set<String> there = Chats.known(tx, all.stream().map(UiSession::chat).toList());
        Map<String, Turns.InProgress> running =
                Turns.ofAll(tx, all.stream().map(UiSession::id).toList());
        List<String> elsewhere = taken.values().stream()
                .filter(one -> !one.nodeBefore().isEmpty()
                        && !one.nodeBefore().equals(means.interactions().node()))
                .map(one -> one.uiSession().id())
                .toList();
        if (!elsewhere.isEmpty()) {
            means.log().wake(tx, elsewhere);
        }
        Map<Arrival, Gateway.Attached> attached = new HashMap<>();
        for (Arrival arrival : arrivals) {
            UiSessionStore.Taken one = taken.get(arrival.connection);
            UiSession ui = one == null ? null : withChat(tx, one.uiSession(), there, arrival.agent);
            if (ui != null) {
                attached.put(
                        arrival,
                        new Gateway.Attached(ui, true, Optional.ofNullable(running.get(ui.id())), Optional.empty()));
            }
        }
        return attached;
    }

    /** Its chat may have been deleted meanwhile; null if a new one needs an agent that nobody has looked up. */
    private @Nullable UiSession withChat(Tx tx, UiSession ui, Set<String> there, @Nullable String agent) {
        if (there.contains(ui.chat())) {
            return ui;
        }
        if (agent == null) {
            return null;
        }
        Chat chat = chats.begin(tx, ui.owner(), agent);
        UiSessionStore.setChat(tx, ui.id(), chat.id());
        return ui.withChat(chat.id());
    }

    private Map<Arrival, Gateway.Attached> begun(Tx tx, List<Arrival> arrivals, Instant now) {
        if (arrivals.isEmpty()) {
            return Map.of();
        }
        Map<Arrival, Chats.Beginning> without = new LinkedHashMap<>();
        Map<Arrival, UiSession> sessions = new LinkedHashMap<>();
        for (Arrival arrival : arrivals) {
            Optional<Chat> wanted =
                    arrival.chat.isEmpty() ? Optional.empty() : Chats.find(tx, arrival.owner, arrival.chat);
            if (wanted.isEmpty()) {
                without.put(arrival, new Chats.Beginning(arrival.owner, Objects.requireNonNull(arrival.agent)));
            }
            sessions.put(
                    arrival, UiSession.begun(arrival.owner, wanted.map(Chat::id).orElse("")));
        }
        Map<Chats.Beginning, Chat> chatsOf = chats.beginAll(tx, without.values());
        Map<Arrival, Gateway.Attached> attached = new HashMap<>();
        sessions.forEach((arrival, ui) -> {
            Optional<Chat> chat = Optional.ofNullable(without.get(arrival)).map(chatsOf::get);
            attached.put(
                    arrival,
                    new Gateway.Attached(
                            chat.map(Chat::id).map(ui::withChat).orElse(ui), false, Optional.empty(), chat));
        });
        Instant left = now.minus(means.config().uiSessionKept());
        UiSessionStore.forget(tx, left, left.minus(LONGEST_CONNECTION));
        UiSessionStore.makeRoom(
                tx, arrivals.stream().map(Arrival::owner).distinct().toList());
        UiSessionStore.insertAll(tx, attached, means.interactions().node(), now);
        return attached;
    }

    /** The connection has left its UI session; another may have it by now. */
    void leave(TenantId tenant, Departure departure) {
        going.computeIfAbsent(
                        tenant,
                        any -> new BatchedLookup<>(departures -> {
                            Instant now = means.on().clock().instant();
                            means.on().database().storeAgain(tenant, tx -> {
                                UiSessionStore.leave(tx, departures, now);
                                return true;
                            });
                            return Map.of();
                        }))
                .get(departure);
    }
}
