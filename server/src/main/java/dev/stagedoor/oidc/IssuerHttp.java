// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import dev.stagedoor.egress.Egress;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.outbound.GuardedHttp;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads documents of issuers: only from permitted addresses (I8), without redirects, and within bounds. */
final class IssuerHttp implements AutoCloseable {
    /** The longest document, in bytes. */
    static final int LONGEST = 64 << 10;

    private static final Pattern MAX_AGE =
            Pattern.compile("(?:^|[,\\s])max-age\\s*=\\s*\"?([0-9]{1,9})", Pattern.CASE_INSENSITIVE);

    private final Duration within;
    private final GuardedHttp http;

    /** Documents that arrive within that time. */
    IssuerHttp(Egress egress, Duration within) {
        this.within = within;
        this.http = new GuardedHttp(egress, within);
    }

    /**
     * A document.
     *
     * @param maxAge how long it may be kept, if its server says so
     */
    @SuppressWarnings("ArrayRecordComponent") // only read
    record Document(byte[] body, Optional<Duration> maxAge) {}

    /** How long a document may take. */
    Duration within() {
        return within;
    }

    /**
     * The document there, on behalf of that tenant.
     *
     * @throws Problem {@code address_not_allowed}, {@code provider_unavailable}
     */
    Document get(FetchUrl url, TenantId tenant) {
        HttpRequest request = HttpRequest.newBuilder(url.uri())
                .timeout(within)
                .header("Accept", "application/json")
                .build();
        try {
            return document(http.send(tenant, url.server(), request, new GuardedHttp.Bounds(LONGEST, within)));
        } catch (LiveKitException.AddressRefused e) {
            throw Problem.of(ErrorCode.ADDRESS_NOT_ALLOWED, "The issuer's address may not be called.");
        } catch (LiveKitException e) {
            throw unavailable("its host name does not resolve");
        } catch (ExecutionException e) {
            throw unavailable("it does not answer, or with too much");
        } catch (TimeoutException e) {
            throw unavailable("it does not answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the server is shutting down");
        }
    }

    private static Document document(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            throw unavailable("it answers " + answer.statusCode());
        }
        Optional<Duration> maxAge = answer.headers().allValues("Cache-Control").stream()
                .map(MAX_AGE::matcher)
                .filter(Matcher::find)
                .map(found -> Duration.ofSeconds(Long.parseLong(found.group(1))))
                .findFirst();
        return new Document(answer.body(), maxAge);
    }

    /** For whoever has to tell the tenant's people. */
    static Problem unavailable(String why) {
        return Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The issuer's keys cannot be fetched: " + why + ".");
    }

    @Override
    public void close() {
        http.close();
    }
}
