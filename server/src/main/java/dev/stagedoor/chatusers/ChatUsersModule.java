// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sessions.AgentResources;
import dev.stagedoor.sessions.SessionsModule;
import dev.stagedoor.sessions.UserErasure;
import dev.stagedoor.tenants.Erasure;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts chat users together. */
public final class ChatUsersModule implements FeatureModule {
    private static final Duration KEEP = Duration.ofSeconds(1);

    private final ChatUsers chatUsers;
    private final Assignments assignments;
    private final ChatUserPolicies policies;
    private final Places places;
    private final TokenRoutes tokens;

    /** Constructs everything; {@code longestToken} is how long a token for agents lasts. */
    public ChatUsersModule(Foundation on, SessionsModule sessions, Duration longestToken, ChatUsersConfig config) {
        Creation creation = new Creation(config.quota());
        this.chatUsers = new ChatUsers(on, creation);
        this.assignments = new Assignments(on.ledger());
        this.policies = new ChatUserPolicies(on, creation);
        this.places = new Places(on, creation, config.lease());
        this.tokens = new TokenRoutes(
                chatUsers, assignments, sessions.sessions(), sessions.replies(), on.snapshots(), longestToken);
    }

    /** What pages are told that their users may use of agents. */
    public static AgentResources resources(Foundation on) {
        Assignments assignments = new Assignments(on.ledger());
        return new AgentResources() {
            @Override
            public Listed listed(Snapshot snapshot, String user) {
                return ChatUserFacets.listed(snapshot, user);
            }

            @Override
            public void tier(Principal by, TenantId tenant, String user, String tier) {
                assignments.tier(by, tenant, user, tier);
            }
        };
    }

    /** What is left of an erased app user: their assignments, and the chat user that was only theirs. */
    public static UserErasure userErasure() {
        return Assignments::erase;
    }

    /** A deleted tenant has no chat users. */
    public static Erasure erasure() {
        return change -> {
            SlotStore.deleteAll(change.tx());
            AssignmentStore.deleteAll(change.tx());
            ChatUserStore.deleteAll(change.tx());
            PolicyStore.deleteAll(change.tx());
        };
    }

    /** The chat users. */
    public ChatUsers chatUsers() {
        return chatUsers;
    }

    /** What the tenants' backends say of app users. */
    public Assignments assignments() {
        return assignments;
    }

    ChatUserPolicies policies() {
        return policies;
    }

    /** Where connections take places. */
    public Places places() {
        return places;
    }

    @Override
    public List<Route<?>> routes() {
        List<Route<?>> all = new ArrayList<>(new ChatUserRoutes(chatUsers).all());
        all.addAll(tokens.all());
        all.addAll(new PolicyRoutes(policies, assignments).all());
        return all;
    }

    @Override
    public List<Job> jobs() {
        return List.of(
                new Job("chat places kept", KEEP, places::keep), new Job("chat places ended", KEEP, places.due::run));
    }

    @Override
    public List<MeterBinder> meters() {
        return List.of(places.due);
    }

    @Override
    public void close() {
        places.close();
    }
}
