// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.kernel.DataSize;
import java.util.List;

/** One carrier's webhook over HTTP. */
final class CarrierRoutes {
    private static final Takes.Sent BODY =
            new Takes.Sent(List.of("application/x-www-form-urlencoded", "application/json"), new DataSize(64 << 10));

    private CarrierRoutes() {}

    static Route<?> of(Carriers.Known known, CarrierSignature signature, CarrierCalls calls) {
        String name = known.carrier().name();
        return Route.post("/webhooks/" + name + "/voice", new Access.Signed(name, known.header(), signature))
                .named("phone_call." + name, "Answer a webhook of " + name + ": where it takes the call")
                .takes(BODY)
                .answers(new Answer.Media("text/xml"))
                .by((exchange, body) -> calls.answer(exchange));
    }
}
