// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;

/** Checks for operators. The routes check too, but a door does not rely on its routes. */
final class Operators {
    private Operators() {}

    static void only(Principal by) {
        switch (by) {
            case Principal.Operator operator -> {}
            case Principal.SystemJob job -> {}
            case Principal.TenantKey key -> throw refusal();
            case Principal.PublishableKey key -> throw refusal();
            case Principal.AppUser user -> throw refusal();
            case Principal.Visitor visitor -> throw refusal();
            case Principal.Sender sender -> throw refusal();
        }
    }

    private static Problem refusal() {
        return Problem.of(ErrorCode.FORBIDDEN, "Only operators may do this.");
    }
}
