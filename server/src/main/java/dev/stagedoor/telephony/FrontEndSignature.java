// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Hash;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.signed.SignatureVerifier;
import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.http.vendor.VendorApi;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.vault.Credential;
import dev.stagedoor.vault.CredentialRef;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who reports a call: whoever has the secret {@code webhook/sip} of the tenant that the called number belongs to (I5), or of
 * the tenant that they name. {@code x-webhook-signature: sha256=<hex of HMAC-SHA256 over the timestamp and the body>}, keyed
 * with the whole text of the secret, and {@code x-webhook-timestamp} in seconds or milliseconds since 1970.
 */
final class FrontEndSignature implements SignatureVerifier {
    /** The header with the signature. */
    static final String HEADER = "x-webhook-signature";

    /** How far a timestamp may be from now, either way. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** The header with the time at which the request was signed. */
    static final String TIMESTAMP = "x-webhook-timestamp";

    private static final String TENANT = "x-webhook-tenant";
    private static final String PREFIX = "sha256=";
    private static final CredentialRef SECRET = new CredentialRef("webhook", "sip");
    private static final String SENDER = "webhook/sip";

    /** From 2001 in milliseconds, and until 5138 in seconds. */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private final Principal lookup = new Principal.SystemJob("telephony", "front-end");
    private final Foundation on;
    private final TelephonyModule.Doors doors;
    private final TelephonyConfig config;
    private final Facet<CredentialRef, List<Credential>> usable;

    FrontEndSignature(Foundation on, TelephonyModule.Doors doors, TelephonyConfig config) {
        this.on = on;
        this.doors = doors;
        this.config = config;
        this.usable = new Facet<>("usable webhook secrets", doors.vault()::usable);
    }

    @Override
    public Optional<VendorApi.Failure> failure(Problem problem, String requestId) {
        return Optional.of(Rejections.of(problem, requestId));
    }

    @Override
    public Principal verify(SignedRequest request) {
        // Before the body: whoever signs nothing learns nothing about it.
        if (signature(request.header(HEADER)).isEmpty() && !config.acceptsUnsigned()) {
            throw refused();
        }
        String called = called(request.rawBody());
        if (request.header(HEADER).isEmpty() && config.acceptsUnsigned()) {
            return unsigned(request, called);
        }
        TenantId tenant = request.header(TENANT)
                .map(this::named)
                .orElseGet(() -> doors.numbers().owner(called))
                .orElseThrow(FrontEndSignature::refused);
        Snapshot snapshot = on.snapshots().of(tenant);
        return on.snapshots().judge(snapshot, () -> {
            require(snapshot, request);
            return sender(snapshot, request);
        });
    }

    private Principal unsigned(SignedRequest request, String called) {
        if (!config.isUnsigned(called)) {
            throw Problem.notFound("phone number");
        }
        TenantId tenant = named(config.unsignedTenant()).orElseThrow(() -> Problem.notFound("phone number"));
        Snapshot snapshot = on.snapshots().of(tenant);
        return on.snapshots().judge(snapshot, () -> sender(snapshot, request));
    }

    private static Principal sender(Snapshot snapshot, SignedRequest request) {
        snapshot.get(Tenants.TENANT, snapshot.tenant()).requireActive();
        return new Principal.Sender(snapshot.tenant(), SENDER, snapshot.proof(), request.requestId());
    }

    private Optional<TenantId> named(String slugOrId) {
        try {
            return Optional.of(doors.tenants().named(lookup, slugOrId));
        } catch (Problem unknown) {
            return Optional.empty();
        }
    }

    /** The called number, before anything is proved: only to find out whose secret has to. */
    private static String called(byte[] body) {
        JsonNode to = Json.read(body, JsonNode.class).path("to");
        if (!to.isTextual()) {
            throw Problem.invalid("to", "must be the called number, in E.164");
        }
        return to.textValue();
    }

    private void require(Snapshot snapshot, SignedRequest request) {
        byte[] sent = signature(request.header(HEADER))
                .orElseThrow(FrontEndSignature::refused)
                .bytes();
        String timestamp = request.header(TIMESTAMP).orElse("");
        boolean timely = timestamp.isEmpty()
                ? snapshot.get(PhoneCalls.ADMITTED, snapshot.tenant()).bodyOnly()
                : isRecent(timestamp, on.clock());
        boolean matches = false;
        for (Secret secret : secrets(snapshot)) {
            matches |= MessageDigest.isEqual(sent, sign(secret, timestamp, request.rawBody()));
        }
        if (!matches || !timely) {
            throw refused();
        }
    }

    /** The bytes of a signature in that header; empty if it is none. */
    static Optional<Hash> signature(Optional<String> header) {
        return header.filter(text -> text.length() == PREFIX.length() + 64 && text.startsWith(PREFIX))
                .flatMap(text -> hash(text.substring(PREFIX.length())));
    }

    private static Optional<Hash> hash(String hex) {
        try {
            return Optional.of(Hash.of(hex));
        } catch (IllegalArgumentException noHex) {
            return Optional.empty();
        }
    }

    /** More than one while a secret is being rotated. */
    private List<Secret> secrets(Snapshot snapshot) {
        return snapshot.get(usable, SECRET).stream()
                .flatMap(one -> snapshot.get(doors.vault().version(), SECRET.version(one.version())).stream())
                .map(open -> open.secret())
                .toList();
    }

    private static boolean isRecent(String timestamp, Clock clock) {
        boolean digits = timestamp.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || timestamp.length() > 13) {
            return false;
        }
        long number = Long.parseLong(timestamp);
        Instant at = number < FIRST_MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
        return Duration.between(at, clock.instant()).abs().compareTo(TOLERANCE) <= 0;
    }

    /** A signature: {@code timestamp} is "" for one over the body alone. */
    static byte[] sign(Secret secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.revealText().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(timestamp.getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static Problem refused() {
        return Problem.of(
                ErrorCode.UNAUTHENTICATED,
                "The signature is missing, invalid or too old, or nobody here has the called number.");
    }
}
