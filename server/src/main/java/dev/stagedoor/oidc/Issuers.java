// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import dev.stagedoor.api.oidc.OidcIssuerSettings;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Facet;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sessions.Sessions;
import dev.stagedoor.tenants.Tenants;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The door to the identity providers that a tenant trusts. */
final class Issuers {
    /** All of a tenant's: the issuer that a token names is nobody's word yet, and must not be cached. */
    static final Facet<TenantId, List<Issuer>> TRUSTED = new Facet<>("oidc issuers", (tx, any) -> IssuerStore.all(tx));

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");
    private static final List<String> ALGORITHMS =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");
    private static final String SUBJECT = "sub";
    private static final int MOST = 20;

    private final Foundation on;
    private final Egress egress;

    Issuers(Foundation on, Egress egress) {
        this.on = on;
        this.egress = egress;
    }

    Page<Issuer> list(Principal by, TenantId tenant, Page.Request page) {
        return on.ledger().read(by, tenant, tx -> IssuerStore.page(tx, page));
    }

    /** That issuer; {@code not_found}. */
    Issuer get(Principal by, TenantId tenant, String name) {
        return on.ledger().read(by, tenant, tx -> IssuerStore.find(tx, name)).orElseThrow(Issuers::unknown);
    }

    /**
     * Trusts an issuer. The sessions that the one of this name opened end, if it is no longer trusted for all that it was.
     *
     * @throws Problem {@code conflict} if another one has the same issuer, or there are too many; {@code invalid_request}
     *     and {@code address_not_allowed} naming the field
     */
    Issuer put(Principal by, TenantId tenant, String name, OidcIssuerSettings settings) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.invalid("name", "must be 1 to 64 characters of a-z, 0-9 and -, without - at its ends");
        }
        Issuer.Trust trust = trust(settings);
        return on.ledger().change(by, tenant, change -> {
            Tenants.living(change.tx());
            List<Issuer> others = IssuerStore.all(change.tx()).stream()
                    .filter(other -> !other.name().equals(name))
                    .toList();
            requireRoom(others, trust);
            Optional<Issuer> before = IssuerStore.find(change.tx(), name);
            Issuer issuer = new Issuer(
                    name,
                    trust,
                    new Issuer.Times(before.map(one -> one.times().createdAt()).orElse(change.now()), change.now()));
            IssuerStore.put(change.tx(), issuer);
            int ended = before.isEmpty() || trust.includes(before.get().trust())
                    ? 0
                    : Sessions.revokeVouched(change, issuer.voucher());
            change.raiseEpoch();
            String detail = Json.text(
                    Map.of("issuer", trust.issuer(), "audiences", trust.audiences(), "sessions_ended", ended));
            change.append(Draft.of(by, change.now(), "oidc_issuer.put", name, detail));
            return issuer;
        });
    }

    private static void requireRoom(List<Issuer> others, Issuer.Trust trust) {
        if (others.stream().anyMatch(other -> other.trust().issuer().equals(trust.issuer()))) {
            throw Problem.of(ErrorCode.CONFLICT, "The issuer is there already, under another name.")
                    .field("issuer", "is already used");
        }
        if (others.size() >= MOST) {
            throw Problem.of(ErrorCode.CONFLICT, "A tenant has at most " + MOST + " issuers.");
        }
    }

    private Issuer.Trust trust(OidcIssuerSettings settings) {
        requireCallable("issuer", () -> FetchUrl.discovery(settings.issuer()));
        String jwksUrl = settings.jwksUrl();
        if (jwksUrl != null) {
            requireCallable("jwks_url", () -> FetchUrl.of(jwksUrl));
        }
        return new Issuer.Trust(
                settings.issuer(),
                settings.audiences().stream().distinct().toList(),
                jwksUrl,
                settings.userClaim() == null ? SUBJECT : settings.userClaim(),
                settings.algorithms() == null
                        ? ALGORITHMS
                        : settings.algorithms().stream().distinct().toList());
    }

    /** What a name resolves to is checked for each call; an address can be refused now. */
    private void requireCallable(String field, Supplier<FetchUrl> parsed) {
        FetchUrl url;
        try {
            url = parsed.get();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(field, String.valueOf(e.getMessage()));
        }
        if (!url.server().literalAddress().map(egress::permits).orElse(true)) {
            throw Egress.refusal(field);
        }
    }

    /** Ends the trust: its tokens are refused on every node, and the sessions that it opened end (K1, K2). */
    void delete(Principal by, TenantId tenant, String name) {
        on.ledger().changing(by, tenant, change -> {
            Issuer issuer = IssuerStore.find(change.tx(), name).orElseThrow(Issuers::unknown);
            IssuerStore.delete(change.tx(), name);
            int ended = Sessions.revokeVouched(change, issuer.voucher());
            change.raiseEpoch();
            change.append(
                    Draft.of(by, change.now(), "oidc_issuer.delete", name, Json.text(Map.of("sessions_ended", ended))));
        });
    }

    private static Problem unknown() {
        return Problem.notFound("issuer");
    }
}
