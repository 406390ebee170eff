// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.prices;

import dev.stagedoor.api.calls.CallPrice;
import dev.stagedoor.api.calls.PhoneDirection;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which price. */
final class PriceOf {
    @Parameters(paramLabel = "PREFIX", description = "How the called number begins, as +44; + alone for every number.")
    private String prefix = "";

    @Option(names = "--inbound", description = "Of calls that come in; the called number is the tenant's own.")
    private boolean inbound;

    String prefix() {
        return prefix;
    }

    PhoneDirection direction() {
        return inbound ? PhoneDirection.INBOUND : PhoneDirection.OUTBOUND;
    }

    boolean isOf(CallPrice price) {
        return prefix.equals(price.prefix()) && direction() == price.direction();
    }
}
