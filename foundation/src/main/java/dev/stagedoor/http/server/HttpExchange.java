// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.http.MemoryShares;
import dev.stagedoor.http.RequestLimiter;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.http.stream.OpenSockets;
import dev.stagedoor.http.vendor.VendorApi;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One request as it passes through the router; used only by its own thread. */
final class HttpExchange implements Exchange, SignedRequest, VendorApi.Sent {
    private static final int IDEMPOTENCY_KEY = 255;
    private static final int PAGE = 50;

    private final HttpPrologue prologue;
    private Function<HeaderName, Optional<String>> headers;
    private final @Nullable ServerRequest request;
    private final String network;
    private final String requestId;
    private @Nullable Endpoint<?> endpoint;
    private List<String> values = List.of();
    private Map<String, String> query = Map.of();
    private byte @Nullable [] body;
    private @Nullable Object read;
    private Credentials credentials = new Credentials.None();
    private @Nullable Principal principal;
    private @Nullable TenantId tenant;
    private RequestLimiter.@Nullable State allowance;
    private String admittedOrigin = "";
    private OpenSockets.@Nullable Place place;
    private MemoryShares.Held held = () -> {};
    private @Nullable RuntimeException refusal;

    HttpExchange(ServerRequest request, String network, String requestId) {
        this(request.prologue(), request.headers(), request, network, requestId);
    }

    /** For an upgrade request, which has no body. */
    HttpExchange(HttpPrologue prologue, ServerRequestHeaders headers, String network, String requestId) {
        this(prologue, headers, null, network, requestId);
    }

    private HttpExchange(
            HttpPrologue prologue,
            ServerRequestHeaders headers,
            @Nullable ServerRequest request,
            String network,
            String requestId) {
        this.prologue = prologue;
        this.headers = name -> only(headers, name);
        this.request = request;
        this.network = network;
        this.requestId = requestId;
    }

    /** Sets the route; decodes the path and the query, and refuses parameters that the route does not declare. */
    void route(Endpoint<?> chosen, List<String> rawValues) {
        endpoint = chosen;
        values = rawValues;
        for (int i = 0; i < values.size(); i++) {
            values.set(i, Target.pathValue(chosen.names().get(i), values.get(i)));
        }
        query = Target.query(prologue.query().rawValue(), chosen.route().query());
    }

    Endpoint<?> endpoint() {
        if (endpoint == null) {
            throw new IllegalStateException("the request has no route");
        }
        return endpoint;
    }

    boolean isRouted() {
        return endpoint != null;
    }

    Route<?> route() {
        return endpoint().route();
    }

    List<String> names() {
        return endpoint().names();
    }

    /** The request, with its body; upgrade requests have none. */
    ServerRequest request() {
        if (request == null) {
            throw new IllegalStateException("an upgrade request has no body");
        }
        return request;
    }

    void principal(Principal by) {
        principal = by;
    }

    @Nullable
    Principal principalIfKnown() {
        return principal;
    }

    void tenant(@Nullable TenantId whose) {
        tenant = whose;
    }

    @Nullable
    TenantId tenantIfKnown() {
        return tenant;
    }

    void allowance(RequestLimiter.State state) {
        allowance = state;
    }

    RequestLimiter.@Nullable State allowance() {
        return allowance;
    }

    void admittedOrigin(String origin) {
        admittedOrigin = origin;
    }

    /** The browser's origin, if the key allows it, or "". */
    String admittedOrigin() {
        return admittedOrigin;
    }

    void place(OpenSockets.Place taken) {
        place = taken;
    }

    /** The place of an admitted WebSocket or event stream. */
    OpenSockets.@Nullable Place place() {
        return place;
    }

    /** The reply has been sent: an event stream, if it was one, is over. */
    void leave() {
        if (place != null) {
            place.close();
        }
        held.close();
    }

    /** The upgrade was refused: copies what its log line and reply need. */
    void refused(HttpExchange upgrade, RuntimeException why) {
        principal = upgrade.principal;
        tenant = upgrade.tenant;
        allowance = upgrade.allowance;
        refusal = why;
    }

    /** Why the upgrade was refused. */
    RuntimeException refusal() {
        return refusal == null
                ? Problem.of(ErrorCode.MALFORMED_REQUEST, "Connect with a WebSocket (RFC 6455, version 13).")
                : refusal;
    }

    @Override
    public void holds(MemoryShares.Held share) {
        MemoryShares.Held before = held;
        held = () -> {
            before.close();
            share.close();
        };
    }

    void body(byte[] raw) {
        body = raw;
    }

    byte @Nullable [] bodyIfRead() {
        return body;
    }

    @Override
    public byte[] rawBody() {
        if (body == null) {
            throw new IllegalStateException("the body has not been read yet");
        }
        return body;
    }

    @Override
    public SignedRequest signed() {
        return this;
    }

    @Override
    public <T> T once(Class<T> kind, Function<SignedRequest, T> reader) {
        if (!kind.isInstance(read)) {
            read = reader.apply(this);
        }
        return kind.cast(read);
    }

    @Override
    public String verb() {
        return prologue.method().text();
    }

    @Override
    public String target() {
        String raw = prologue.query().rawValue();
        return prologue.uriPath().rawPath() + (raw.isEmpty() ? "" : "?" + raw);
    }

    @Override
    public Principal principal() {
        if (principal == null) {
            throw new IllegalStateException(route().path() + " is open to anyone: no principal was authenticated");
        }
        return principal;
    }

    @Override
    public TenantId tenant() {
        if (tenant == null) {
            throw Problem.invalid(
                    "tenant", "operators name the tenant: in the path, /api/v1/tenants/{tenant}/…, or with --tenant");
        }
        return tenant;
    }

    @Override
    public String path(String name) {
        int at = names().indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException(route().path() + " has no {" + name + "}");
        }
        return values.get(at);
    }

    @Override
    public Optional<String> query(String name) {
        if (!route().query().contains(name)) {
            throw new IllegalArgumentException(route().path() + " does not declare ?" + name);
        }
        return Optional.ofNullable(query.get(name));
    }

    @Override
    public Page.Request page() {
        int limit = query("limit").map(HttpExchange::limit).orElse(PAGE);
        return new Page.Request(
                limit, query("after").filter(after -> !after.isEmpty()).orElse(null));
    }

    private static int limit(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw Problem.invalid("limit", "must be a whole number");
        }
    }

    @Override
    public Optional<String> header(String name) {
        return header(HeaderNames.create(name));
    }

    /** As {@link #header(String)}, with a name created beforehand. */
    Optional<String> header(HeaderName name) {
        return headers.apply(name);
    }

    /** A socket has been opened: of its request only these headers are kept, or each would hold a kilobyte or more. */
    void keepOnly(HeaderName... names) {
        Map<HeaderName, String> kept = new HashMap<>();
        Stream.of(names).forEach(name -> header(name).ifPresent(value -> kept.put(name, value)));
        Map<HeaderName, String> few = Map.copyOf(kept);
        headers = name -> Optional.ofNullable(few.get(name));
    }

    private static Optional<String> only(ServerRequestHeaders headers, HeaderName name) {
        if (!headers.contains(name)) {
            return Optional.empty();
        }
        Header header = headers.get(name);
        if (header.valueCount() > 1) {
            throw Problem.of(
                    ErrorCode.MALFORMED_REQUEST, "The header " + name.defaultCase() + " is given more than once.");
        }
        return Optional.of(header.get());
    }

    @Override
    public Optional<IdempotencyKey> idempotencyKey() {
        if (!route().contract().idempotent()) {
            throw new IllegalArgumentException(route().path() + " does not declare that it is idempotent");
        }
        return header("Idempotency-Key").map(key -> {
            boolean visible = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
            if (key.isEmpty() || key.length() > IDEMPOTENCY_KEY || !visible) {
                throw Problem.invalid(
                        "Idempotency-Key", "must be 1 to " + IDEMPOTENCY_KEY + " visible ASCII characters");
            }
            return new IdempotencyKey(key, digest());
        });
    }

    private String digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            String line = prologue.method().text() + ' ' + prologue.uriPath().rawPath() + '\n';
            sha256.update(line.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest(rawBody()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void credentials(Credentials sent) {
        credentials = sent;
    }

    @Override
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public String network() {
        return network;
    }

    @Override
    public String requestId() {
        return requestId;
    }
}
