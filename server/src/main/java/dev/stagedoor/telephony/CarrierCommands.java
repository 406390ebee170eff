// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.outbound.GuardedHttp;
import dev.stagedoor.telephony.carrier.CarrierAnswer;
import dev.stagedoor.telephony.carrier.NumberLookup;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.Vault;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Calls carriers' APIs with the tenants' own accounts: sends commands, and asks whose a number is. */
final class CarrierCommands implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(8);
    private static final GuardedHttp.Bounds BOUNDS = new GuardedHttp.Bounds(256 << 10, WITHIN);

    private final Foundation on;
    private final Vault vault;
    private final GuardedHttp http;
    private final TelephonyConfig config;

    /** To the APIs that the configuration names. */
    CarrierCommands(Foundation on, Vault vault, GuardedHttp http, TelephonyConfig config) {
        this.on = on;
        this.vault = vault;
        this.http = http;
        this.config = config;
    }

    /**
     * Sends the commands of an answer, in order; each once, as the carrier knows repeated ones by their id.
     *
     * @throws Problem {@code credential_missing} if the tenant has put no key for the API, {@code provider_unavailable} if the
     *     carrier does not take one: it reports the call again
     */
    void send(TenantId tenant, Carriers.Known known, CarrierAnswer answer) {
        if (answer.commands().isEmpty()) {
            return;
        }
        Secret key = key(tenant, known);
        for (CarrierAnswer.Command command : answer.commands()) {
            send(tenant, known.api().apply(config), key, command);
        }
    }

    /**
     * Whether the carrier says that the number is in the tenant's account.
     *
     * @throws Problem {@code credential_missing} if the tenant has put no account, {@code provider_unavailable} if there is no
     *     answer
     */
    boolean has(TenantId tenant, Carriers.Known known, String number) {
        NumberLookup lookup = known.carrier().lookup(number, account(tenant, known));
        String base = known.api().apply(config);
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + lookup.path()))
                .timeout(WITHIN)
                .header("Authorization", lookup.authorization().revealText())
                .GET()
                .build();
        HttpResponse<byte[]> answer = asked(tenant, base, request);
        if (answer.statusCode() / 100 == 5 || answer.statusCode() == 429) {
            throw unavailable("The carrier's API answered with status " + answer.statusCode() + '.');
        }
        return lookup.answered(answer.statusCode(), answer.body());
    }

    private Map<String, Secret> account(TenantId tenant, Carriers.Known known) {
        CredentialRef account = CredentialRef.of(known.carrier().name());
        Snapshot snapshot = on.snapshots().of(tenant);
        return on.snapshots()
                .judge(
                        snapshot,
                        () -> snapshot.get(vault.active(), account)
                                .map(StoredAccount::secrets)
                                .orElseThrow(account::missing));
    }

    private Secret key(TenantId tenant, Carriers.Known known) {
        return known.carrier()
                .credential()
                .commanding(account(tenant, known))
                .orElseThrow(CredentialRef.of(known.carrier().name())::missing);
    }

    private void send(TenantId tenant, String base, Secret key, CarrierAnswer.Command command) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + command.path()))
                .timeout(WITHIN)
                .header("Authorization", "Bearer " + key.revealText())
                .header("Content-Type", "application/json")
                .method(command.method(), BodyPublishers.ofString(command.body().revealText()))
                .build();
        HttpResponse<byte[]> answer = asked(tenant, base, request);
        if (answer.statusCode() / 100 != 2) {
            throw unavailable("The carrier's API answered with status " + answer.statusCode() + '.');
        }
    }

    private HttpResponse<byte[]> asked(TenantId tenant, String base, HttpRequest request) {
        try {
            return http.send(tenant, ServerUrl.parse(base), request, BOUNDS);
        } catch (LiveKitException | ExecutionException | TimeoutException failed) {
            throw unavailable("The carrier's API cannot be reached.").causedBy(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.SHUTTING_DOWN, "The server is stopping.");
        }
    }

    private static Problem unavailable(String why) {
        return Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, why);
    }

    @Override
    public void close() {
        http.close();
    }
}
