// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.client.evidence.Evidence;
import dev.stagedoor.client.http.ApiKey;
import dev.stagedoor.client.http.Transport;
import java.net.URI;

/**
 * A client with one API key.
 *
 * <p>A tenant's key gives access to that tenant. An operator names the tenant: {@link #inTenant}. Thread-safe; close it
 * when done.
 */
public final class StagedoorClient implements AutoCloseable {
    private final Transport transport;
    private final Root root;

    private StagedoorClient(Transport transport, Root root) {
        this.transport = transport;
        this.root = root;
    }

    /**
     * A client of the server at a URL such as {@code https://stagedoor.example.com}; does not connect yet.
     *
     * @throws IllegalArgumentException if it is not an absolute http or https URL, or has more than a host, port and
     *     path
     */
    public static StagedoorClient of(URI server, ApiKey key) {
        Transport transport = new Transport(Transport.canonical(server), key);
        return new StagedoorClient(transport, Root.own(transport));
    }

    /** The same client for one tenant (slug or id), for operators. Closing either closes both. */
    public StagedoorClient inTenant(String tenant) {
        return new StagedoorClient(transport, Root.of(transport, tenant));
    }

    /** Tenants; for operators. */
    public Tenants tenants() {
        return new Tenants(transport, root);
    }

    /** The access of the tenant's users. */
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

    /** Operators' API keys, and the server's master keys; for operators. */
    public OperatorKeys operatorKeys() {
        return new OperatorKeys(Root.own(transport));
    }

    /** Shared LiveKit servers; for operators. */
    public SharedServers sharedServers() {
        return new SharedServers(Root.own(transport));
    }

    /** The tenant's agents. */
    public Agents agents() {
        return new Agents(root);
    }

    /** The workers that are run for the tenant's agents. */
    public Agents.Workers workers() {
        return new Agents.Workers(root);
    }

    /** The tenant's phone numbers. */
    public Numbers numbers() {
        return new Numbers(root);
    }

    /** The tenant's chat users. */
    public ChatUsers chatUsers() {
        return new ChatUsers(root);
    }

    /** Participants' tokens. */
    public Tokens tokens() {
        return new Tokens(root);
    }

    /** The tenant's calls. */
    public Calls calls() {
        return new Calls(root);
    }

    /** The tenant's calls out. */
    public Dials dials() {
        return new Dials(root);
    }

    /** The tenant's dispatches. */
    public Dispatches dispatches() {
        return new Dispatches(root);
    }

    /** The tenant's webhook endpoints. */
    public WebhookEndpoints webhookEndpoints() {
        return new WebhookEndpoints(root);
    }

    /** What happened to the tenant. */
    public Events events() {
        return new Events(root);
    }

    /** The tenant's Claude profiles. */
    public Profiles profiles() {
        return new Profiles(root);
    }

    /** The tenant's runs: orchestrations of agents. */
    public Runs runs() {
        return new Runs(root);
    }

    /** The tenant's audit log; for an operator without a tenant, the platform's. */
    public Audit audit() {
        return new Audit(root);
    }

    /** Evidence that the tenant is isolated. */
    public Evidence evidence() {
        return new Evidence(transport, root.path());
    }

    /** Aborts requests in progress. */
    @Override
    public void close() {
        transport.close();
    }
}
