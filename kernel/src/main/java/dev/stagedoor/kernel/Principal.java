// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is making a request. It is the first parameter of every public method of a feature, and the only source of the
 * tenant (I5). {@link #proof} names the snapshot that authenticated it; each transaction opened for it proves that the
 * snapshot is still current.
 */
public sealed interface Principal {

    /** Its name in the audit log: {@code operator:key_…}, {@code key:key_…}, {@code publishable:key_…}, {@code visitor:<host>},
     * {@code session:ses_…}, {@code sender:livekit}, {@code system:…}. */
    String actor();

    /** The request id, for the audit log and the logs; for a job, the id of the run. */
    String requestId();

    /** The snapshot it was authenticated by; null for a system job, which proves what it uses itself. */
    @Nullable
    Proof proof();

    /** Whether it may learn about this tenant at all. Otherwise the answer is 404 (I4). */
    boolean covers(TenantId tenant);

    /** The same principal after its first commit: later steps prove what they use, and are not retried. */
    Principal settled();

    /** A platform operator, with an {@code sd_op_} key. */
    record Operator(KeyId key, Set<Scope> scopes, @Nullable Proof proof, String requestId) implements Principal {
        @Override
        public String actor() {
            return "operator:" + key;
        }

        @Override
        public boolean covers(TenantId tenant) {
            return true;
        }

        @Override
        public Operator settled() {
            return new Operator(key, scopes, null, requestId);
        }
    }

    /** A tenant's backend, with an {@code sd_live_} key. */
    record TenantKey(
            TenantId tenant,
            KeyId key,
            Set<Scope> scopes,
            @Nullable Proof proof,
            String requestId) implements Principal {
        @Override
        public String actor() {
            return "key:" + key;
        }

        @Override
        public boolean covers(TenantId other) {
            return tenant.equals(other);
        }

        @Override
        public TenantKey settled() {
            return new TenantKey(tenant, key, scopes, null, requestId);
        }
    }

    /** A browser, with an {@code sd_pub_} key: it may request tokens only, and only for these agents (empty: none). */
    record PublishableKey(
            TenantId tenant,
            KeyId key,
            Set<String> agents,
            @Nullable Proof proof,
            String requestId) implements Principal {
        @Override
        public String actor() {
            return "publishable:" + key;
        }

        @Override
        public boolean covers(TenantId other) {
            return tenant.equals(other);
        }

        @Override
        public PublishableKey settled() {
            return new PublishableKey(tenant, key, agents, null, requestId);
        }
    }

    /**
     * Somebody who comes to sign in, by a host name that is the tenant's, without a key.
     *
     * @param host as it was registered, without a port
     */
    record Visitor(TenantId tenant, String host, @Nullable Proof proof, String requestId) implements Principal {
        @Override
        public String actor() {
            return "visitor:" + host;
        }

        @Override
        public boolean covers(TenantId other) {
            return tenant.equals(other);
        }

        @Override
        public Visitor settled() {
            return new Visitor(tenant, host, null, requestId);
        }
    }

    /**
     * A tenant's end user, with a session.
     *
     * @param user    the tenant's own id of the user
     * @param session {@code ses_…}
     */
    record AppUser(
            TenantId tenant,
            String user,
            String session,
            @Nullable Proof proof,
            String requestId) implements Principal {
        @Override
        public String actor() {
            return "session:" + session;
        }

        @Override
        public boolean covers(TenantId other) {
            return tenant.equals(other);
        }

        @Override
        public AppUser settled() {
            return new AppUser(tenant, user, session, null, requestId);
        }
    }

    /**
     * The sender of a request signed with a secret of this tenant: LiveKit's webhooks, a carrier, an application.
     *
     * @param name the secret's name, in a few plain characters: {@code livekit}, {@code webhook/crm}
     */
    record Sender(TenantId tenant, String name, @Nullable Proof proof, String requestId) implements Principal {
        @Override
        public String actor() {
            return "sender:" + name;
        }

        @Override
        public boolean covers(TenantId other) {
            return tenant.equals(other);
        }

        @Override
        public Sender settled() {
            return new Sender(tenant, name, null, requestId);
        }
    }

    /** A background job of the server, such as {@code dispatch} or {@code evictions}. */
    record SystemJob(String name, String requestId) implements Principal {
        @Override
        public String actor() {
            return "system:" + name;
        }

        @Override
        public @Nullable Proof proof() {
            return null;
        }

        @Override
        public boolean covers(TenantId tenant) {
            return true;
        }

        @Override
        public SystemJob settled() {
            return this;
        }
    }
}
