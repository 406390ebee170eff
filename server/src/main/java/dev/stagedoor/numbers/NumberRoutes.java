// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import dev.stagedoor.api.numbers.NumberChange;
import dev.stagedoor.api.numbers.NumberList;
import dev.stagedoor.api.numbers.NumberRequest;
import dev.stagedoor.api.numbers.NumberState;
import dev.stagedoor.api.numbers.NumberView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.util.List;
import java.util.Optional;

/** Phone numbers over HTTP. */
final class NumberRoutes {
    private static final String NUMBERS = "/api/v1/numbers";
    private static final String NUMBER = NUMBERS + "/{number}";
    private static final Access READ = new Access.TenantScope(Scope.NUMBERS_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.NUMBERS_WRITE);

    private final Numbers numbers;

    NumberRoutes(Numbers numbers) {
        this.numbers = numbers;
    }

    List<Route<?>> all() {
        return Route.alsoUnderTenant(List.of(
                Route.get(NUMBERS, READ)
                        .named("number.list", "List the phone numbers that match")
                        .answers(NumberList.class)
                        .query("limit", "after", "agent", "state")
                        .by(this::list),
                Route.post(NUMBERS, WRITE)
                        .named("number.add", "Add a phone number; an operator's is the tenant's from then on")
                        .takes(NumberRequest.class)
                        .example(new NumberRequest("+442071838750", "receptionist"))
                        .idempotent()
                        .answers(NumberView.class)
                        .by(this::add),
                Route.get(NUMBER, READ)
                        .named("number.get", "Get a phone number")
                        .answers(NumberView.class)
                        .by(exchange -> Reply.ok(
                                view(numbers.get(exchange.principal(), exchange.tenant(), exchange.path("number"))))),
                Route.patch(NUMBER, WRITE)
                        .named("number.update", "Let another agent answer a phone number")
                        .takes(NumberChange.class)
                        .answers(NumberView.class)
                        .by(this::update),
                Route.delete(NUMBER, WRITE)
                        .named("number.release", "Release a phone number; calls in progress go on")
                        .by(this::release)));
    }

    private Reply list(Exchange exchange) {
        NumberFilter filter = new NumberFilter(
                exchange.query("agent").orElse(null),
                exchange.query("state").map(NumberRoutes::isActive).orElse(null));
        Page<NumberView> page = numbers.list(exchange.principal(), exchange.tenant(), filter, exchange.page())
                .map(NumberRoutes::view);
        return Reply.ok(new NumberList(page.items(), page.next()));
    }

    private static boolean isActive(String state) {
        return switch (state) {
            case "active" -> true;
            case "pending" -> false;
            default -> throw Problem.invalid("state", "must be pending or active");
        };
    }

    private Reply add(Exchange exchange, NumberRequest request) {
        E164 number = E164.required("number", request.number());
        return Reply.created(view(numbers.add(
                exchange.principal(), exchange.tenant(), number, request.agentSlug(), exchange.idempotencyKey())));
    }

    private Reply update(Exchange exchange, NumberChange change) {
        return Reply.ok(view(numbers.answeredBy(
                exchange.principal(), exchange.tenant(), exchange.path("number"), change.agentSlug())));
    }

    private Reply release(Exchange exchange) {
        numbers.release(exchange.principal(), exchange.tenant(), exchange.path("number"));
        return Reply.nothing();
    }

    private static NumberView view(PhoneNumber number) {
        Optional<E164> known = E164.of(number.number());
        return new NumberView(
                number.number(),
                known.map(E164::formatted).orElse(number.number()),
                known.flatMap(E164::country).orElse(null),
                number.agentSlug(),
                number.confirmed().isPresent() ? NumberState.ACTIVE : NumberState.PENDING,
                number.confirmed().map(PhoneNumber.Confirmed::by).orElse(null),
                number.confirmed().map(PhoneNumber.Confirmed::at).orElse(null),
                number.times().createdAt(),
                number.times().updatedAt());
    }
}
