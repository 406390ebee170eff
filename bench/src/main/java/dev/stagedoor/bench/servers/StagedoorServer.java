// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.tenants.BudgetFields;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.http.ApiKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A running Stagedoor server in its own process, and its operator. */
public final class StagedoorServer implements AutoCloseable {
    private static final BurstFields FAST = new BurstFields(BurstFields.MOST, BurstFields.MOST);
    private static final BudgetFields MUCH =
            new BudgetFields(null, BudgetFields.MOST, BudgetFields.MOST, BudgetFields.MOST);

    /** Limits and budgets are checked as usual but never reached, so no measured request is rejected. */
    private static final PolicyFields POLICY =
            new PolicyFields(null, null, null, null, null, null, FAST, FAST, MUCH, PolicyFields.MOST_CALLS);

    private static final List<String> BACKEND = List.of("tokens:mint", "calls:read", "calls:write", "dispatches:read");

    private final Running process;
    private final int port;
    private final StagedoorClient operator;

    StagedoorServer(Running process, int port, String operatorKey) {
        this.process = process;
        this.port = port;
        this.operator = client(operatorKey);
    }

    /** A client with this key. */
    public StagedoorClient client(String key) {
        return StagedoorClient.of(URI.create("http://127.0.0.1:" + port), ApiKey.of(key));
    }

    /** New tenants, each with a LiveKit project that is never called, because minting needs only its secret. */
    public List<Customer> customers(int count) {
        List<Customer> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String slug = String.format(Locale.ROOT, "t%02d", i);
            LiveKitCredentialRequest project = new LiveKitCredentialRequest(
                    "ws://127.0.0.1:" + (20_000 + i), "APIbench" + i, "a-secret-of-the-benchmark-for-tenant-" + i);
            made.add(customer(slug, project, false));
        }
        return made;
    }

    /** A new tenant without a LiveKit project. */
    public Customer customer(String slug) {
        operator.tenants().create(new NewTenant(slug, "Tenant " + slug, POLICY));
        return new Customer(slug, "");
    }

    /** A new tenant with this project; {@code verify} asks its server whether the key is valid. */
    public Customer customer(String slug, LiveKitCredentialRequest project, boolean verify) {
        operator.tenants().create(new NewTenant(slug, "Tenant " + slug, POLICY));
        StagedoorClient tenant = operator.inTenant(slug);
        tenant.credentials().put(project, verify);
        String key = tenant.keys()
                .create(new NewApiKey(null, "backend", BACKEND, null, null, null, null))
                .key();
        return new Customer(slug, key);
    }

    /** The operator's client, scoped to this tenant. */
    public StagedoorClient operatorOf(Customer customer) {
        return operator.inTenant(customer.slug());
    }

    /** The number of audit entries of these tenants. */
    public long entries(List<Customer> customers) {
        return customers.stream()
                .mapToLong(customer -> operatorOf(customer).audit().head().seq())
                .sum();
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public CpuTime used() {
        return process.used();
    }

    @Override
    public void close() {
        operator.close();
        process.close();
    }
}
