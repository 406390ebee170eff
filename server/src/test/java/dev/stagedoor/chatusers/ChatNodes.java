// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import static dev.stagedoor.app.TestTenant.until;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.chatusers.ChatUserStrategy;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.chatusers.policy.Resources;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.tenants.Tenant;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Two nodes on one database, and app users who connect to either. */
public final class ChatNodes implements AutoCloseable {
    public final TestNode first;
    public final TestNode second;
    private final TestDatabase database;

    /** Both on that clock. */
    public ChatNodes(TestDatabase database, Clock clock) {
        this.database = database;
        this.first = TestNode.first(database, clock);
        this.second = first.another();
    }

    ChatUsersModule at(TestNode node) {
        return node.module(ChatUsersModule.class);
    }

    /** A new tenant with that policy. */
    public Tenant tenant(ChatUserPolicy policy) {
        Tenant tenant = first.tenant();
        put(tenant, policy);
        return tenant;
    }

    /** Replaces the tenant's policy. */
    public void put(Tenant tenant, ChatUserPolicy policy) {
        at(first).policies().put(TestNode.job(), tenant.id(), policy);
    }

    /** A policy without tiers or a quota. */
    public static ChatUserPolicy policy(ChatUserStrategy strategy, int size, int connections) {
        return new ChatUserPolicy(
                strategy, new ChatUserPolicy.Pools(size, connections, false), Map.of(), "", null, false);
    }

    /** An app user with a session. */
    public static Principal.AppUser app(Tenant tenant, String user) {
        return new Principal.AppUser(tenant.id(), user, "ses_of_" + user, null, "req_test");
    }

    /** Connects as the router would: judged again if the tenant has changed. */
    Place connect(TestNode node, Tenant tenant, String user, String connection) {
        return again(node, () -> at(node).places().connect(app(tenant, user), connection));
    }

    /** At the first node, by a connection of its own. */
    Place connect(Tenant tenant, String user) {
        return connect(first, tenant, user, "by-" + user);
    }

    /** As the router does: judged again if the tenant has changed. */
    public static <T> T again(TestNode node, Supplier<T> work) {
        while (true) {
            try {
                return work.get();
            } catch (StaleEpoch stale) {
                node.on().snapshots().drop(stale);
            }
        }
    }

    /** What the place may use now, as its node knows it. */
    Resources resources(TestNode node, Place place) {
        return again(
                node, () -> at(node).places().resources(node.on().snapshots().fresh(place.tenant()), place));
    }

    /** Renews what is open, until the place's lease has moved or the place is lost. */
    void keep(TestNode node, Place place) {
        until("kept", () -> {
            at(node).places().keep();
            return place.isLost()
                    || place.until().isAfter(node.on().clock().instant().plusSeconds(61));
        });
    }

    /** A number; {@code %s} is the tenant's id. */
    public long count(String sql, Tenant tenant) {
        return database.count(sql.formatted(tenant.id().value()));
    }

    /** The loads of the tenant's chat users, in the order of their names. */
    List<Integer> loads(Tenant tenant) {
        return database.column("""
                        SELECT count(s.slot_id) FROM chat_users c
                          LEFT JOIN chat_user_slots s USING (tenant_id, chat_user_id)
                         WHERE tenant_id = '%s' GROUP BY c.username ORDER BY c.username
                        """.formatted(tenant.id().value())).stream()
                .map(Integer::valueOf)
                .toList();
    }

    /** Says the tier of an app user. */
    public void tier(Tenant tenant, String user, String tier) {
        at(first).assignments().tier(TestNode.job(), tenant.id(), user, tier);
    }

    /** Either what came of it, or why not. */
    public record Outcome<T>(List<T> places, List<Problem> refusals) {}

    /** Does it that many times, sixteen at a time. */
    public <T> Outcome<T> all(int times, IntFunction<T> work) throws Exception {
        List<T> places = new ArrayList<>();
        List<Problem> refusals = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<T>> begun = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int number = i;
                begun.add(threads.submit(() -> work.apply(number)));
            }
            for (Future<T> each : begun) {
                try {
                    places.add(each.get());
                } catch (ExecutionException failed) {
                    refusals.add((Problem) failed.getCause());
                }
            }
        }
        return new Outcome<>(places, refusals);
    }

    /** Both in turns. */
    public TestNode either(int number) {
        return number % 2 == 0 ? first : second;
    }

    @Override
    public void close() {
        first.close();
    }
}
