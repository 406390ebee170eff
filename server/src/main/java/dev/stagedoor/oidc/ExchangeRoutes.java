// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import dev.stagedoor.api.oidc.TokenAnswer;
import dev.stagedoor.api.sessions.SessionAnswer;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Form;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.sessions.SessionViews;
import dev.stagedoor.sessions.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** OAuth 2.0 Token Exchange (RFC 8693) over HTTP. Parameters that it does not know are ignored, as OAuth demands. */
final class ExchangeRoutes {
    static final String GRANT_TYPE = "grant_type";
    static final String AUDIENCE = "audience";
    static final String RESOURCE = "resource";

    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String TYPE = "urn:ietf:params:oauth:token-type:";
    private static final String ACCESS_TOKEN = TYPE + "access_token";
    private static final Set<String> JWTS = Set.of(TYPE + "id_token", TYPE + "jwt", ACCESS_TOKEN);
    private static final int LONGEST_DEVICE = 120;
    private static final Form.Limits FORM =
            new Form.Limits(30, 128, SubjectTokens.LONGEST, new DataSize(0), new DataSize(32 << 10));

    private final TokenExchange exchange;
    private final SessionViews replies;
    private final Access visitors;
    private final Clock clock;

    ExchangeRoutes(TokenExchange exchange, SessionViews replies, OAuthEntrance visitors, Clock clock) {
        this.exchange = exchange;
        this.replies = replies;
        this.visitors = new Access.Entered(visitors);
        this.clock = clock;
    }

    List<Route<?>> all() {
        return List.of(Route.post("/oauth/token", visitors)
                .named(
                        "session.exchange",
                        "Exchange a token of the tenant's identity provider for a session (RFC 8693)")
                .takes(new Takes.FormData(FORM))
                .answers(TokenAnswer.class)
                .grants()
                .by(this::exchanged));
    }

    private Reply exchanged(Exchange request, Form form) {
        require(form, GRANT_TYPE, Set.of(EXCHANGE));
        require(form, "subject_token_type", JWTS);
        if (value(form, "requested_token_type").isPresent()) {
            require(form, "requested_token_type", Set.of(ACCESS_TOKEN));
        }
        for (String unknown : List.of(AUDIENCE, RESOURCE, "actor_token")) {
            if (!form.values(unknown).isEmpty()) {
                throw Problem.invalid(unknown, "is not supported: a session is its user's own, for this server");
            }
        }
        String device = value(form, "device")
                .map(text -> PlainText.checked("device", text, LONGEST_DEVICE))
                .orElse("");
        return reply(
                request,
                exchange.exchange(request.principal(), request.tenant(), required(form, SubjectTokens.FIELD), device));
    }

    private Reply reply(Exchange request, Sessions.Opened opened) {
        SessionAnswer session = replies.answer(request, opened, false);
        long seconds = Duration.between(clock.instant(), session.expiresAt()).toSeconds();
        TokenAnswer answer = new TokenAnswer(
                String.valueOf(session.sessionToken()), ACCESS_TOKEN, "Bearer", seconds, session.agentC());
        return new Reply.Json(200, answer, Map.of("Cache-Control", "no-store", "Pragma", "no-cache"));
    }

    private static void require(Form form, String name, Set<String> allowed) {
        if (!allowed.contains(required(form, name))) {
            throw Problem.invalid(
                    name,
                    "must be " + String.join(" or ", allowed.stream().sorted().toList()));
        }
    }

    private static String required(Form form, String name) {
        return value(form, name)
                .orElseThrow(() -> Problem.of(ErrorCode.MALFORMED_REQUEST, "The parameter " + name + " is missing."));
    }

    /** RFC 6749, section 3.2: a parameter without a value is one that was not sent. */
    private static Optional<String> value(Form form, String name) {
        return form.value(name).filter(text -> !text.isEmpty());
    }
}
