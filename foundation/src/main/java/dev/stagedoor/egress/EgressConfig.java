// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.egress;

import dev.stagedoor.kernel.Setting;
import java.util.List;

/** Which non-public addresses may be called. */
public record EgressConfig(
        @Setting(
                value = "Private or loopback ranges that tenants' servers may be in, such as 10.0.0.0/8."
                        + " Link-local and cloud metadata addresses are never allowed.",
                initial = "")
        List<String> allow) {
    public EgressConfig {
        allow = List.copyOf(allow);
    }

    /** Public addresses only. */
    public static EgressConfig publicOnly() {
        return new EgressConfig(List.of());
    }

    /** Public and loopback: for {@code dev} and for tests. */
    public static EgressConfig withLoopback() {
        return new EgressConfig(List.of("127.0.0.0/8", "::1"));
    }
}
