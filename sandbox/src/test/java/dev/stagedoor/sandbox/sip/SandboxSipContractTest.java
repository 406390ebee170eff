// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.conformance.Target;
import dev.stagedoor.conformance.sip.SipContract;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The sandbox's SIP")
final class SandboxSipContractTest extends SipContract {
    private static SandboxLiveKit sandbox;
    private static SandboxLiveKit another;
    private static Target target;
    private static Target other;

    @BeforeAll
    static void start() {
        sandbox = SandboxLiveKit.start(
                0, SandboxKey.of("APIacme", "acme-acme-acme-acme-acme-acme-acme"), SandboxSettings.realTime());
        another = SandboxLiveKit.start(
                0, SandboxKey.of("APIglobex", "globex-globex-globex-globex-globex"), SandboxSettings.realTime());
        target = new Target(sandbox.url(), "APIacme", "acme-acme-acme-acme-acme-acme-acme");
        other = new Target(another.url(), "APIglobex", "globex-globex-globex-globex-globex");
    }

    @AfterAll
    static void stop() {
        target.close();
        other.close();
        sandbox.close();
        another.close();
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public Target other() {
        return other;
    }
}
