package dev.stagedoor.kernel;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking. It is the first parameter of every public method of a feature, and the only place a tenant comes from
 * (I5). {@link #proof} names the snapshot by which it was let in; each transaction opened for it proves that snapshot
 * still true.
 */
public sealed interface Principal {

    /** How the audit names it: {@code operator:key_…}, {@code key:key_…}, {@code publishable:key_…}, {@code system:…}. */
    String actor();

    /** The request it came with, for the audit and the logs; for a job, the job's run. */
    String requestId();

    /** The snapshot it was judged by; null for a system job, which proves what it uses by itself. */
    @Nullable
    Proof proof();

    /** Whether it may be answered about this tenant at all. Anyone else is told that there is no such thing (I4). */
    boolean covers(TenantId tenant);

    /** The same principal after its first commit: what follows is judged by what it uses, and is not tried again. */
    Principal settled();

    /** A person of the platform, by an {@code sd_op_} key. */
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

    /** A tenant's backend, by an {@code sd_live_} key. */
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

    /** A browser, by an {@code sd_pub_} key: it may ask for tokens only, and only of these agents (empty: none). */
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

    /** A named job of ours, such as {@code dispatch} or {@code evictions}. */
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
