// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodeAreaTest {
    @Test
    void the_jdk_works_for_who_called_it() {
        assertThat(CodeArea.of(List.of("java.util.HashMap.put", "com.fasterxml.jackson.core.JsonFactory.create")))
                .isEqualTo(CodeArea.JSON);
        assertThat(CodeArea.of(List.of("java.lang.String.charAt", "dev.stagedoor.audit.entry.Draft.check")))
                .isEqualTo(CodeArea.LEDGER);
    }

    @Test
    void a_socket_and_a_signature_are_their_own_whoever_called() {
        assertThat(CodeArea.of(List.of("sun.nio.ch.SocketDispatcher.write0", "org.postgresql.core.PGStream.flush")))
                .isEqualTo(CodeArea.SOCKETS);
        assertThat(CodeArea.of(
                        List.of("com.sun.crypto.provider.HmacCore.engineUpdate", "dev.stagedoor.tokens.Tokens.mint")))
                .isEqualTo(CodeArea.CRYPTO);
    }

    @Test
    void the_http_client_is_not_just_sockets() {
        assertThat(CodeArea.of(
                        List.of("org.apache.hc.core5.http.impl.io.ChunkedInputStream.read", "java.lang.Thread.run")))
                .isEqualTo(CodeArea.CLIENT);
        assertThat(CodeArea.of(List.of(
                        "sun.nio.ch.SocketDispatcher.write0",
                        "org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl.flush")))
                .isEqualTo(CodeArea.SOCKETS);
        assertThat(CodeArea.of(List.of("java.lang.String.charAt", "dev.stagedoor.models.UsageScanner.on")))
                .isEqualTo(CodeArea.MODELS);
    }

    @Test
    void what_belongs_to_nobody_is_other() {
        assertThat(CodeArea.of(List.of("java.lang.Thread.run"))).isEqualTo(CodeArea.OTHER);
        assertThat(CodeArea.of(List.of())).isEqualTo(CodeArea.OTHER);
    }
}
