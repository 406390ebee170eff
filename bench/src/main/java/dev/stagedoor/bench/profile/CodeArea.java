// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.profile;

import java.util.Arrays;
import java.util.List;

/** Whose code a CPU sample was in, by the first frame from the top that matches an area. */
public enum CodeArea {
    CLIENT("HTTP client (Apache), for calls passed on", "org.apache.hc."),
    SOCKETS("sockets: reads, writes, polling", "sun.nio.ch.", "java.net.Socket", "jdk.internal.net"),
    VIRTUAL_THREADS(
            "scheduling of virtual threads",
            "java.lang.VirtualThread",
            "jdk.internal.vm.Continuation",
            "java.util.concurrent.ForkJoin",
            "java.util.concurrent.locks.",
            "jdk.internal.misc.Unsafe.park"),
    CRYPTO("HMAC, SHA-256, random numbers", "com.sun.crypto.", "javax.crypto.", "java.security.", "sun.security."),
    JSON("JSON (Jackson)", "com.fasterxml.jackson.", "dev.stagedoor.json."),
    VALIDATION("validation (Hibernate Validator)", "org.hibernate.validator.", "jakarta.validation."),
    LOG(
            "access log (Logback)",
            "ch.qos.logback.",
            "org.slf4j.",
            "dev.stagedoor.config.",
            "dev.stagedoor.http.server.AccessLog"),
    METRICS("metrics (Micrometer)", "io.micrometer.", "io.prometheus.", "org.HdrHistogram."),
    DATABASE("database driver (pgjdbc, HikariCP, JDBI)", "org.postgresql.", "com.zaxxer.", "org.jdbi."),
    CACHES("caches and buckets (Caffeine, Bucket4j)", "com.github.benmanes.", "io.github.bucket4j."),
    HELIDON("HTTP (Helidon)", "io.helidon."),
    LEDGER("ours: ledger", "dev.stagedoor.audit.", "dev.stagedoor.db."),
    MINT("ours: token", "dev.stagedoor.livekit.", "dev.stagedoor.tokens.", "dev.stagedoor.projects."),
    MODELS("ours: leases and calls passed on", "dev.stagedoor.models.", "dev.stagedoor.claude.", "com.anthropic."),
    ROUTER("ours: router, keys, limits", "dev.stagedoor."),
    OTHER("JDK, called by none of these", "");

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> prefixes;

    CodeArea(String title, String... prefixes) {
        this.title = title;
        this.prefixes = List.of(prefixes);
    }

    public String title() {
        return title;
    }

    /** The area of a stack of methods, innermost first, each {@code package.Class.method}. */
    public static CodeArea of(List<String> stack) {
        return stack.stream()
                .map(CodeArea::of)
                .filter(area -> area != OTHER)
                .findFirst()
                .orElse(OTHER);
    }

    private static CodeArea of(String method) {
        return Arrays.stream(values())
                .filter(area -> area.prefixes.stream().anyMatch(method::startsWith))
                .findFirst()
                .orElse(OTHER);
    }
}
