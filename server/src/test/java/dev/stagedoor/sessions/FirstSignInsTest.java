// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("The first users of a new installation sign in at the same time")
class FirstSignInsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    @Test
    void all_are_signed_in_by_one_key_and_each_stands_in_the_ledger() throws Exception {
        try (TestTenant acme = new TestTenant(SERVER, "first-sign-ins");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Caller.Answer>> begun = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String user = "{\"user_id\":\"user-" + i + "\"}";
                begun.add(threads.submit(() -> acme.backend().post("/api/v1/sessions", user)));
            }

            for (Future<Caller.Answer> each : begun) {
                assertThat(each.get().status()).as(each.get().json().toString()).isEqualTo(201);
            }
            assertThat(SERVER.column("SELECT count(*) FROM signing_keys")).containsExactly("1");
            assertThat(acme.audited("session.create")).hasSize(64);
            assertThat(SERVER.column("SELECT count(DISTINCT user_id) FROM sessions"))
                    .containsExactly("64");
        }
    }
}
