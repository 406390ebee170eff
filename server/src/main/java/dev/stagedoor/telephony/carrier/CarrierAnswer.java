// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import dev.stagedoor.kernel.Secret;
import java.util.List;

/**
 * The answer to a webhook.
 *
 * @param status      of the HTTP reply
 * @param contentType of its body
 * @param body        its body, in UTF-8; secret, as it may have the password of the SIP trunk
 * @param commands    what to send to the carrier's API with the tenant's key, in this order
 */
public record CarrierAnswer(int status, String contentType, Secret body, List<Command> commands) {
    public CarrierAnswer {
        commands = List.copyOf(commands);
    }

    /**
     * A command to a carrier's API. Sending it again, as it is, does not repeat it.
     *
     * @param method the HTTP method
     * @param path   below the base of the API: {@code /calls/…/actions/transfer}
     * @param body   as JSON; secret, as it may have the password of the SIP trunk
     */
    public record Command(String method, String path, Secret body) {}

    /** A document. */
    public static CarrierAnswer document(Xml root) {
        return new CarrierAnswer(200, "text/xml; charset=utf-8", Secret.of(root.document()), List.of());
    }

    /** Commands, and a reply without content. */
    public static CarrierAnswer byCommands(Command... commands) {
        return new CarrierAnswer(200, "application/json", Secret.of("{}"), List.of(commands));
    }
}
