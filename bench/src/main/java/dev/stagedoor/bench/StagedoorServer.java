// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

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

/** A Stagedoor that serves, in a process of its own, and its operator. */
final class StagedoorServer implements AutoCloseable {
    private static final BurstFields FAST = new BurstFields(BurstFields.MOST, BurstFields.MOST);
    private static final BudgetFields MUCH =
            new BudgetFields(null, BudgetFields.MOST, BudgetFields.MOST, BudgetFields.MOST);

    /** What is measured is never a refusal: limits and budgets are asked as ever, and are never reached. */
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

    /** A client with that key. */
    StagedoorClient client(String key) {
        return StagedoorClient.of(URI.create("http://127.0.0.1:" + port), ApiKey.of(key));
    }

    /** New tenants, each with a LiveKit project that is never asked, for minting needs only its secret. */
    List<Customer> customers(int count) {
        List<Customer> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String slug = String.format(Locale.ROOT, "t%02d", i);
            LiveKitCredentialRequest project = new LiveKitCredentialRequest(
                    "ws://127.0.0.1:" + (20_000 + i), "APIbench" + i, "a-secret-of-the-benchmark-for-tenant-" + i);
            made.add(customer(slug, project, false));
        }
        return made;
    }

    /** A new tenant with that project; {@code verify} asks its server whether the key is good. */
    Customer customer(String slug, LiveKitCredentialRequest project, boolean verify) {
        operator.tenants().create(new NewTenant(slug, "Tenant " + slug, POLICY));
        StagedoorClient tenant = operator.inTenant(slug);
        tenant.credentials().put(project, verify);
        String key = tenant.keys()
                .create(new NewApiKey(null, "backend", BACKEND, null, null, null, null))
                .key();
        return new Customer(slug, key);
    }

    /** The operator, looking after that tenant. */
    StagedoorClient operatorOf(Customer customer) {
        return operator.inTenant(customer.slug());
    }

    /** How many entries those tenants' audits have. */
    long entries(List<Customer> customers) {
        return customers.stream()
                .mapToLong(customer -> operatorOf(customer).audit().head().seq())
                .sum();
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    CpuTime used() {
        return process.used();
    }

    @Override
    public void close() {
        operator.close();
        process.close();
    }
}
