package dev.stagedoor.tenants;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;

/** What only operators may do. The routes check it too, but a door does not rely on its routes. */
final class Operators {
    private Operators() {}

    static void only(Principal by) {
        switch (by) {
            case Principal.Operator operator -> {}
            case Principal.SystemJob job -> {}
            case Principal.TenantKey key -> throw refusal();
            case Principal.PublishableKey key -> throw refusal();
            case Principal.Sender sender -> throw refusal();
        }
    }

    private static Problem refusal() {
        return Problem.of(ErrorCode.FORBIDDEN, "This is for operators only.");
    }
}
