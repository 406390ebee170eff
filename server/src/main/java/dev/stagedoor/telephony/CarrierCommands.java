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
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.Vault;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Sends commands to a carrier's API, with the tenant's own key, where its webhooks are answered by commands. */
final class CarrierCommands implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(8);
    private static final GuardedHttp.Bounds BOUNDS = new GuardedHttp.Bounds(256 << 10, WITHIN);

    private final Foundation on;
    private final Vault vault;
    private final GuardedHttp http;
    private final String base;

    /** To the API with that base. */
    CarrierCommands(Foundation on, Vault vault, GuardedHttp http, String base) {
        this.on = on;
        this.vault = vault;
        this.http = http;
        this.base = base;
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
            send(tenant, key, command);
        }
    }

    private Secret key(TenantId tenant, Carriers.Known known) {
        CredentialRef account = CredentialRef.of(known.carrier().name());
        Snapshot snapshot = on.snapshots().of(tenant);
        return on.snapshots()
                .judge(
                        snapshot,
                        () -> snapshot.get(vault.active(), account)
                                .flatMap(new CarrierKind(known)::key)
                                .orElseThrow(account::missing));
    }

    private void send(TenantId tenant, Secret key, CarrierAnswer.Command command) {
        URI url = URI.create(base + command.path());
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(WITHIN)
                .header("Authorization", "Bearer " + key.revealText())
                .header("Content-Type", "application/json")
                .method(command.method(), BodyPublishers.ofString(command.body().revealText()))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(tenant, ServerUrl.parse(base), request, BOUNDS);
            if (answer.statusCode() / 100 != 2) {
                throw unavailable("The carrier's API answered with status " + answer.statusCode() + '.');
            }
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
