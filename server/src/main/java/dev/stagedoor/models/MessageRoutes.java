// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.claude.Claude;
import dev.stagedoor.claude.PassedRequest;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.MemoryShares;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.http.signed.RawBody;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Anthropic's Messages API for holders of leases. Of what they send, only the body and two checked headers go on. */
final class MessageRoutes {
    /** The base path of the vendor's clients. */
    static final String BASE = "/api/v1/anthropic";

    private static final String MESSAGE = "/v1/messages";
    private static final String COUNT_TOKENS = MESSAGE + "/count_tokens";
    private static final String VERSION = "anthropic-version";
    private static final String BETA = "anthropic-beta";
    private static final String FIRST_VERSION = "2023-06-01";
    private static final Pattern DATE = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}");

    private final ModelLeases leases;
    private final Claude claude;
    private final Charges charges;
    private final ModelsConfig config;
    private final Set<String> betas;
    private final MemoryShares inFlight;

    MessageRoutes(ModelLeases leases, Claude claude, Charges charges, ModelsConfig config) {
        this.leases = leases;
        this.claude = claude;
        this.charges = charges;
        this.config = config;
        this.betas = Set.copyOf(config.betas());
        this.inFlight = inFlight(config.maxInFlight());
    }

    /** What each tenant's requests that wait, and its large answers, hold of this node's memory (I7). */
    static MemoryShares inFlight(DataSize most) {
        return new MemoryShares(most, "Too many large requests or answers of this tenant are in progress.");
    }

    List<Route<?>> all() {
        Access access = new Access.Vendor(new AnthropicApi(leases));
        Takes.Raw body = new Takes.Raw("application/json", config.maxRequest());
        // The vendor's clients add ?beta=true, which says nothing that anthropic-beta does not.
        return List.of(
                Route.post(BASE + MESSAGE, access)
                        .named("model.messages", "Call the agent's model, as Anthropic's Messages API")
                        .takes(body)
                        .answers(new Answer.Passed())
                        .query("beta")
                        .by((exchange, sent) -> passed(exchange, sent, MESSAGE)),
                Route.post(BASE + COUNT_TOKENS, access)
                        .named("model.count_tokens", "Count the tokens of a call to the agent's model")
                        .takes(body)
                        .answers(new Answer.Passed())
                        .query("beta")
                        .by((exchange, sent) -> passed(exchange, sent, COUNT_TOKENS)));
    }

    private Reply passed(Exchange exchange, RawBody body, String path) {
        if (!(exchange.principal() instanceof Principal.Sender holder)) {
            throw new IllegalStateException("only the holder of a lease gets here");
        }
        ModelLeases.Usable usable = leases.usable(holder);
        byte[] json = body.bytes();
        MessageAsked asked = MessageAsked.of(json);
        asked.require(usable.lease().subject().model(), config.maxTokens());
        PassedRequest request = new PassedRequest(path, headers(exchange), json);
        Supplier<Charge> charge =
                path.equals(MESSAGE) ? () -> charges.begin(usable, asked, json.length) : () -> charges.free(usable);
        return new Reply.Passed(new PassedCall(
                () -> claude.pass(usable.credential(), request), usable, asked, charge, inFlight, json.length));
    }

    private Map<String, String> headers(Exchange exchange) {
        Map<String, String> headers = new HashMap<>();
        headers.put("accept", "application/json, text/event-stream");
        headers.put(
                VERSION, exchange.header(VERSION).map(MessageRoutes::version).orElse(FIRST_VERSION));
        exchange.header(BETA).filter(asked -> !asked.isBlank()).ifPresent(asked -> headers.put(BETA, betas(asked)));
        return headers;
    }

    private static String version(String asked) {
        if (!DATE.matcher(asked).matches()) {
            throw Problem.invalid(VERSION, "is not a version of the API");
        }
        return asked;
    }

    private String betas(String asked) {
        List<String> each = Arrays.stream(asked.split(",", -1))
                .map(String::strip)
                .distinct()
                .toList();
        if (!betas.containsAll(each)) {
            throw Problem.invalid(BETA, "asks for a feature that this server does not pass on (models.betas)");
        }
        return String.join(",", each);
    }
}
