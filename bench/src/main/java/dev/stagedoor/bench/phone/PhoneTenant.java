// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.api.numbers.NumberRequest;
import dev.stagedoor.api.telephony.CarrierCredentialRequest;
import dev.stagedoor.api.telephony.PhoneSettings;
import dev.stagedoor.api.vault.WebhookCredentialRequest;
import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.servers.Contender;
import dev.stagedoor.bench.servers.StagedoorServer;
import dev.stagedoor.client.PageRequest;
import dev.stagedoor.client.StagedoorClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A tenant of ours, with a number, its agent, and accounts with all carriers. */
public final class PhoneTenant implements PhoneServer, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_EVERY = Duration.ofMillis(200).toNanos();
    private static final int ENDED_AT_ONCE = 8;
    private static final Set<String> OVER = Set.of("completed", "failed");

    private final StagedoorServer server;
    private final StagedoorClient backend;
    private final String secret;
    private final CarrierWebhooks carriers;

    private PhoneTenant(StagedoorServer server, StagedoorClient backend, String secret, CarrierWebhooks carriers) {
        this.server = server;
        this.backend = backend;
        this.secret = secret;
        this.carriers = carriers;
    }

    /**
     * Creates it, with limits that nobody reaches.
     *
     * @param publicUrl at which the server believes that carriers reach it
     */
    public static PhoneTenant create(StagedoorServer server, PhoneProject project, String publicUrl) {
        Customer customer = server.customer("phone", project.credential(), true);
        StagedoorClient operator = server.operatorOf(customer);
        operator.agents()
                .put(
                        PhoneProject.AGENT,
                        new AgentDefinition(
                                null, "Receptionist", PhoneProject.AGENT, null, null, null, null, null, null, null));
        operator.numbers().add(new NumberRequest(NUMBER, PhoneProject.AGENT));
        operator.numbers().put(new PhoneSettings(null, null, false, 60, 10_000, 100_000, false));
        CarrierWebhooks carriers = CarrierWebhooks.at(publicUrl);
        carriers.accounts()
                .forEach((carrier, account) ->
                        operator.credentials().putCarrier(carrier, new CarrierCredentialRequest(account)));
        String secret = operator.credentials()
                .putWebhook("sip", new WebhookCredentialRequest(null, null))
                .secret();
        return new PhoneTenant(server, server.client(customer.apiKey()), Objects.requireNonNull(secret), carriers);
    }

    /** What its carriers send. */
    public CarrierWebhooks carriers() {
        return carriers;
    }

    @Override
    public String name() {
        return "Stagedoor";
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public String secret() {
        return secret;
    }

    @Override
    public Contender.Meters meters() {
        return Contender.Meters.ofJvm(server.pid());
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    /** Until then it looks for agents that come late. */
    @Override
    public void end(Collection<Answered> calls) {
        try (ExecutorService threads = Executors.newFixedThreadPool(ENDED_AT_ONCE)) {
            calls.forEach(call -> threads.execute(() -> backend.calls().end(call.ours())));
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<DispatchView> left = notOver();
        while (!left.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("dispatches of calls that have ended are still looked after: " + left);
            }
            LockSupport.parkNanos(LOOK_EVERY);
            left = notOver();
        }
    }

    private List<DispatchView> notOver() {
        return backend.dispatches().list(new PageRequest(PageRequest.MOST, null)).items().stream()
                .filter(dispatch -> !OVER.contains(dispatch.status()))
                .toList();
    }

    @Override
    public void close() {
        backend.close();
    }
}
