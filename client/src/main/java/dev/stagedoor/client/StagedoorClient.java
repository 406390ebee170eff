package dev.stagedoor.client;

import dev.stagedoor.client.http.ApiKey;
import dev.stagedoor.client.http.Transport;
import java.net.URI;
import java.util.Locale;

/**
 * Stagedoor, asked with one API key.
 *
 * <p>A tenant's key reaches the tenant's own things. An operator's key names the tenant: {@link #inTenant}. Safe for use
 * by many threads; close it when the program is done with it.
 */
public final class StagedoorClient implements AutoCloseable {
    private final Transport transport;
    private final Root root;

    private StagedoorClient(Transport transport, Root root) {
        this.transport = transport;
        this.root = root;
    }

    /**
     * A client of the server at that URL, such as {@code https://stagedoor.example.com}; no connection is made yet.
     *
     * @throws IllegalArgumentException if it is no absolute http or https URL, or has more than a host, port and path
     */
    public static StagedoorClient of(URI server, ApiKey key) {
        Transport transport = new Transport(canonical(server), key);
        return new StagedoorClient(transport, Root.own(transport));
    }

    private static URI canonical(URI server) {
        String scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || server.getHost() == null) {
            throw new IllegalArgumentException("must be an http or https URL, such as http://127.0.0.1:8080");
        }
        if (server.getRawUserInfo() != null || server.getRawQuery() != null || server.getRawFragment() != null) {
            throw new IllegalArgumentException("must not have a user, a query or a fragment");
        }
        String path = server.getRawPath() == null ? "" : server.getRawPath();
        return URI.create(scheme + "://" + server.getRawAuthority() + path.replaceAll("/+$", ""));
    }

    /** The same, for an operator who looks after that tenant (slug or id). Closing either closes both. */
    public StagedoorClient inTenant(String tenant) {
        return new StagedoorClient(transport, Root.of(transport, tenant));
    }

    /** Tenants; for operators. */
    public Tenants tenants() {
        return new Tenants(transport, root);
    }

    /** The tenant's users, as far as Stagedoor knows them. */
    public Users users() {
        return new Users(root);
    }

    /** The tenant's credentials. */
    public Credentials credentials() {
        return new Credentials(root);
    }

    /** The tenant's API keys. */
    public Keys keys() {
        return new Keys(root);
    }

    /** Operators' API keys; for operators. */
    public OperatorKeys operatorKeys() {
        return new OperatorKeys(Root.own(transport));
    }

    /** LiveKit servers that several tenants may use; for operators. */
    public SharedServers sharedServers() {
        return new SharedServers(Root.own(transport));
    }

    /** The tenant's agents. */
    public Agents agents() {
        return new Agents(root);
    }

    /** Tokens of participants. */
    public Tokens tokens() {
        return new Tokens(root);
    }

    /** The tenant's calls. */
    public Calls calls() {
        return new Calls(root);
    }

    /** The tenant's dispatches. */
    public Dispatches dispatches() {
        return new Dispatches(root);
    }

    /** The tenant's audit; an operator's key that names no tenant reads the platform's. */
    public Audit audit() {
        return new Audit(root);
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        transport.close();
    }
}
