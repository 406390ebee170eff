// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.api.evidence.SignedVerification;
import dev.stagedoor.api.evidence.VerificationList;
import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Evidence over HTTP. */
final class EvidenceRoutes {
    private static final Access RUN = new Access.TenantScope(Scope.CREDENTIALS_WRITE);
    private static final Access READ = new Access.TenantScope(Scope.AUDIT_READ);
    private static final String JOSE = "application/jose";
    private static final String HTML = "text/html; charset=utf-8";

    /** The page has its style in it, and nothing else. */
    private static final Map<String, String> PAGE =
            Map.of("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");

    private final Verifications verifications;

    EvidenceRoutes(Verifications verifications) {
        this.verifications = verifications;
    }

    List<Route<?>> all() {
        return Route.alsoUnderTenant(List.of(
                Route.post("/api/v1/verify", RUN)
                        .named(
                                "evidence.verify",
                                "Verify that the tenant is isolated, and keep what was found as evidence")
                        .answers(VerificationView.class)
                        .by(exchange -> Reply.ok(verifications
                                .verify(exchange.principal(), exchange.tenant())
                                .view())),
                Route.get("/api/v1/verifications", READ)
                        .named("evidence.list", "List what was found when the tenant was verified, newest first")
                        .answers(VerificationList.class)
                        .query(Route.PAGED)
                        .by(this::list),
                Route.get("/api/v1/verifications/{verification}", READ)
                        .named(
                                "evidence.get",
                                "Get a verification; with .json, .jws or .html after its id, as a signed document or a page")
                        .answers(VerificationView.class)
                        .answers(new Answer.Media(JOSE))
                        .answers(new Answer.Media("text/html"))
                        .by(this::get)));
    }

    private Reply list(Exchange exchange) {
        Page<VerificationView> page = verifications.list(exchange.principal(), exchange.tenant(), exchange.page());
        return Reply.ok(new VerificationList(page.items(), page.next()));
    }

    private Reply get(Exchange exchange) {
        String asked = exchange.path("verification");
        int dot = asked.indexOf('.');
        String form = dot < 0 ? "" : asked.substring(dot);
        Verifications.Evidence found =
                verifications.get(exchange.principal(), exchange.tenant(), dot < 0 ? asked : asked.substring(0, dot));
        return switch (form) {
            case "" -> Reply.ok(found.view());
            case ".json" -> Reply.ok(new SignedVerification(found.view(), found.jws()));
            case ".jws" -> new Reply.Text(200, JOSE, found.jws());
            case ".html" ->
                new Reply.Bytes(
                        200, HTML, EvidencePage.of(found.view(), found.jws()).getBytes(StandardCharsets.UTF_8), PAGE);
            default -> throw Problem.notFound("verification");
        };
    }
}
